package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where among the tensors of a file a ResNet lies.
 *
 * @param prefix what precedes its names
 * @param numbered whether its parts are numbered, as those of a {@code torch.nn.Sequential} of torchvision's children are
 */
record EncoderPlace(String prefix, boolean numbered) {
    /** Of several encoders the first of these; wrappers of parallel and compiled training do not count. */
    private static final List<String> PREFERRED = List.of(
            "encoder_q.",
            "query.",
            "base_encoder.",
            "encoder.",
            "backbone.",
            "model.",
            "",
            "teacher.backbone.",
            "teacher_backbone.model.",
            "student.backbone.",
            "student_backbone.model.");

    private static final Map<String, String> NUMBERS =
            Map.of("0", "conv1", "1", "bn1", "4", "layer1", "5", "layer2", "6", "layer3", "7", "layer4");

    /** All places, the preferred first. */
    static List<EncoderPlace> in(StateDict checkpoint) {
        Set<String> names = checkpoint.names();
        List<EncoderPlace> places = new ArrayList<>();
        for (String name : names) {
            before(name, "layer1.0.conv1.weight")
                    .filter(prefix -> names.contains(prefix + "conv1.weight"))
                    .ifPresent(prefix -> places.add(new EncoderPlace(prefix, false)));
            before(name, "4.0.conv1.weight")
                    .filter(prefix -> names.contains(prefix + "0.weight") && names.contains(prefix + "1.running_var"))
                    .ifPresent(prefix -> places.add(new EncoderPlace(prefix, true)));
        }
        places.sort(Comparator.comparing(EncoderPlace::rank));
        return places;
    }

    private static Optional<String> before(String name, String end) {
        return name.endsWith(end) ? Optional.of(name.substring(0, name.length() - end.length())) : Optional.empty();
    }

    private int rank() {
        int rank = PREFERRED.indexOf(prefix.replace("module.", "").replace("_orig_mod.", ""));
        return rank < 0 ? PREFERRED.size() : rank;
    }

    boolean isPreferred() {
        return rank() < PREFERRED.size();
    }

    /** The tensors there, under torchvision's names. */
    StateDict of(StateDict checkpoint) {
        StateDict found = checkpoint.under(prefix);
        if (!numbered) {
            return found;
        }
        StateDict.Builder renamed = StateDict.builder();
        found.tensors().forEach((name, tensor) -> renamed.put(rename(name), tensor));
        return new StateDict(renamed.build().tensors(), found.metadata());
    }

    private static String rename(String name) {
        String number = name.substring(0, Math.max(0, name.indexOf('.')));
        return NUMBERS.getOrDefault(number, number) + name.substring(number.length());
    }
}
