package io.github.hcsc.train.config;

import com.fasterxml.jackson.databind.JsonNode;

/** One value given beside the file, as {@code key=value}. */
record Setting(String key, JsonNode value, String place) {

    static Setting parse(String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? "" : text.substring(0, equals).strip();
        if (!key.matches("method|\\w+(\\.\\w+)+")) {
            throw new ConfigException("a setting must be key=value, for example schedule.epochs=10, but was " + text);
        }
        String place = "setting " + text;
        JsonNode value = YamlTree.parse("value: " + text.substring(equals + 1).strip(), place)
                .root()
                .get("value");
        return new Setting(key, value, place);
    }

    String pointer() {
        return "/" + key.replace('.', '/');
    }

    void applyTo(YamlTree tree) {
        tree.set(pointer(), value, place);
    }
}
