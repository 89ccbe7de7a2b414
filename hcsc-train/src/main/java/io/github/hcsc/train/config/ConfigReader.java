package io.github.hcsc.train.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.hcsc.train.config.HcscConfig.Base;
import io.github.hcsc.train.config.ObjectiveConfig.Fidelity;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a configuration: the file, then the settings given beside it, then the defaults of its {@link Fidelity}.
 *
 * <p>An explicit key of the file beats the fidelity's default. A setting {@code objective.fidelity=...} beats the
 * file's keys, and with a setting {@code method=...}, {@code hcsc.base=...} or {@code hirl.image=...} the file's keys that are not read then are left
 * out; other settings beat both.
 */
public final class ConfigReader {
    private static final String METHOD = "/method";
    private static final String BASE = "/hcsc/base";
    private static final String IMAGE = "/hirl/image";

    /** What decides which keys are read. */
    private static final Set<String> CHOICES = Set.of(METHOD, BASE, IMAGE);

    private static final String FIDELITY = "/objective/fidelity";

    /** Keys that files may leave out, as those older than them do. */
    private static final Map<String, JsonNode> OPTIONAL = Map.ofEntries(
            Map.entry("/data/exclude", JsonNodeFactory.instance.arrayNode()),
            word("/method", "hcsc"),
            word("/data/exif", "ignore"),
            word("/encoder/initialWeights", "none"),
            word("/encoder/initialKey", EncoderConfig.AUTO),
            word("/encoder/initialPrefix", EncoderConfig.AUTO),
            word("/queue/momentumSchedule", "constant"),
            word("/prototypes/features", "extracted"),
            word("/optimizer/algorithm", "sgd"),
            word("/optimizer/decay", "all"),
            word("/optimizer/weightDecaySchedule", "constant"),
            Map.entry("/optimizer/finalWeightDecay", IntNode.valueOf(0)),
            word("/optimizer/clip", "none"),
            Map.entry("/optimizer/clipNorm", IntNode.valueOf(1)),
            Map.entry("/optimizer/layerDecay", IntNode.valueOf(1)),
            Map.entry("/optimizer/frozenBlocks", IntNode.valueOf(0)),
            Map.entry("/optimizer/frozenEpochs", IntNode.valueOf(0)),
            Map.entry("/schedule/warmupEpochs", IntNode.valueOf(0)),
            Map.entry("/schedule/perStep", BooleanNode.FALSE),
            Map.entry("/run/prototypes", JsonNodeFactory.instance.objectNode().put("keep", 0)),
            word("/run/precision", "auto"),
            Map.entry("/run/deterministic", BooleanNode.TRUE),
            Map.entry("/run/tf32", BooleanNode.FALSE),
            word("/run/distributed", "auto"),
            word("/run/microBatch", "whole"));

    private ConfigReader() {}

    private static Map.Entry<String, JsonNode> word(String pointer, String value) {
        return Map.entry(pointer, TextNode.valueOf(value));
    }

    /**
     * Reads a YAML file, or one of the {@linkplain Recipes bundled recipes} by its name.
     *
     * @param settings {@code key=value}, each replacing one value
     * @throws ConfigException naming file, line and column if a key is unknown or missing, or a value is unusable
     */
    public static PretrainConfig read(Path file, List<String> settings) {
        Optional<String> recipe = Files.isRegularFile(file) ? Optional.empty() : Recipes.find(file.toString());
        try {
            String yaml = recipe.isPresent() ? recipe.get() : Files.readString(file);
            return parse(yaml, file.toString(), settings);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    file + " does not exist, and is no recipe; recipes are " + String.join(", ", Recipes.NAMES), e);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + " must be text in UTF-8, but is not", e);
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads YAML text.
     *
     * @param name what messages call the text
     * @param settings {@code key=value}, each replacing one value
     * @throws ConfigException naming line and column if a key is unknown or missing, or a value is unusable
     */
    public static PretrainConfig parse(String yaml, String name, List<String> settings) {
        YamlTree tree = YamlTree.parse(yaml, name);
        List<Setting> parsed = settings.stream().map(Setting::parse).toList();
        leaveOutUnread(tree, parsed, YamlTree.parse(yaml, name));
        for (Setting setting : parsed) {
            if (setting.pointer().equals(FIDELITY)) {
                tree.removeAllOf(defaults(Fidelity.RELEASED));
                setting.applyTo(tree);
            }
        }
        String fidelity = tree.root().at(FIDELITY).asText();
        for (Fidelity candidate : Fidelity.values()) {
            if (ConfigMapper.word(candidate).equals(fidelity)) {
                tree.fillFrom(defaults(candidate));
            }
        }
        for (String defaults : List.of("hcsc.yaml", "moco-v3.yaml", "hirl.yaml")) {
            tree.fillFrom(YamlTree.resource(defaults));
        }
        EncoderConfig.OF_TRANSFORMERS.forEach((key, value) -> addIfMissing(tree, "/encoder/" + key, value, name));
        OPTIONAL.forEach((pointer, value) -> addIfMissing(tree, pointer, value.deepCopy(), name));
        parsed.forEach(setting -> setting.applyTo(tree));
        addIfMissing(tree, "/encoder/patch", IntNode.valueOf(EncoderConfig.usualPatch(tree.root())), name);
        try {
            return ConfigMapper.bind(tree.root(), PretrainConfig.class);
        } catch (JsonMappingException e) {
            throw BindingFailure.explain(e, tree);
        } catch (JsonProcessingException e) {
            throw new ConfigException(name + ": " + e.getOriginalMessage(), e);
        }
    }

    private static void addIfMissing(YamlTree tree, String pointer, JsonNode value, String name) {
        JsonPointer key = JsonPointer.valueOf(pointer);
        if (tree.root().at(key.head()).isObject() && tree.root().at(key).isMissingNode()) {
            tree.set(pointer, value, name);
        }
    }

    private static YamlTree defaults(Fidelity fidelity) {
        return YamlTree.resource("fidelity-" + fidelity.name().toLowerCase(Locale.ROOT) + ".yaml");
    }

    /** Refuses keys that the method does not read on its base, and gives them their values. */
    private static void leaveOutUnread(YamlTree tree, List<Setting> settings, YamlTree given) {
        String word = asSet(settings, METHOD, tree);
        Optional<StockMethod> named = word.isEmpty() ? Optional.of(StockMethod.HCSC) : method(word);
        boolean batch = asSet(settings, BASE, tree).equals(ConfigMapper.word(Base.BATCH));
        StockMethod image = method(asSet(settings, IMAGE, tree)).orElse(HirlConfig.PUBLISHED.image());
        named.ifPresent(method -> {
            String reader =
                    method == StockMethod.HCSC && batch ? "hcsc.base batch" : "method " + ConfigMapper.word(method);
            leaveOut(method.unread(batch ? Base.BATCH : Base.QUEUE, image), reader, tree, settings, given);
        });
    }

    private static Optional<StockMethod> method(String word) {
        return Arrays.stream(StockMethod.values())
                .filter(method -> ConfigMapper.word(method).equals(word))
                .findFirst();
    }

    /** One value given beside the file, as {@code key=value}. */
    record Setting(String key, JsonNode value, String place) {

        static Setting parse(String text) {
            int equals = text.indexOf('=');
            String key = equals < 0 ? "" : text.substring(0, equals).strip();
            if (!key.matches("method|\\w+(\\.\\w+)+")) {
                throw new ConfigException(
                        "a setting must be key=value, for example schedule.epochs=10, but was " + text);
            }
            String place = "setting " + text;
            JsonNode value = YamlTree.parse(
                            "value: " + text.substring(equals + 1).strip(), place)
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

    private static void leaveOut(
            YamlTree unread, String reader, YamlTree tree, List<Setting> settings, YamlTree given) {
        if (settings.stream().anyMatch(setting -> CHOICES.contains(setting.pointer()))) {
            tree.removeAllOf(unread);
            given.removeAllOf(unread);
        }
        settings.forEach(setting -> setting.applyTo(given));
        unread.sharedWith(given).ifPresent(pointer -> {
            throw new ConfigException(given.place(pointer) + ": "
                    + pointer.substring(1).replace('/', '.') + " must be left out, since " + reader
                    + " does not read it");
        });
        tree.fillFrom(unread);
    }

    /** Returns the text at a pointer, as the last of the settings that name it says. */
    private static String asSet(List<Setting> settings, String pointer, YamlTree tree) {
        return settings.stream()
                .filter(setting -> setting.pointer().equals(pointer))
                .reduce((earlier, later) -> later)
                .map(Setting::value)
                .orElseGet(() -> tree.root().at(pointer))
                .asText();
    }
}
