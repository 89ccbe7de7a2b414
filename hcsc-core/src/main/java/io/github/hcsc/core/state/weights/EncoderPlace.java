package io.github.hcsc.core.state.weights;

import io.github.hcsc.core.state.StateDict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where among the tensors of a file an encoder lies.
 *
 * @param prefix what precedes its names
 * @param names what its names are
 */
record EncoderPlace(String prefix, Names names) {

    /** What the names of an encoder's tensors are. */
    enum Names {
        /** torchvision's of a ResNet. */
        RESNET,
        /** Numbers, as those of a {@code torch.nn.Sequential} of torchvision's children. */
        NUMBERED_RESNET,
        /** Of a Vision Transformer. */
        VIT
    }

    /** Of several encoders the first of these; wrappers of parallel and compiled training do not count. */
    private static final List<String> PREFERRED = List.of(
            "encoder_q.",
            "query.",
            "base_encoder.",
            "encoder.",
            "backbone.",
            "model.",
            "",
            "model.backbone.",
            "model.encoder_q.",
            "model.teacher.",
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
                    .ifPresent(prefix -> places.add(new EncoderPlace(prefix, Names.RESNET)));
            before(name, "4.0.conv1.weight")
                    .filter(prefix -> names.contains(prefix + "0.weight") && names.contains(prefix + "1.running_var"))
                    .ifPresent(prefix -> places.add(new EncoderPlace(prefix, Names.NUMBERED_RESNET)));
            before(name, "patch_embed.proj.weight")
                    .filter(prefix -> names.contains(prefix + "cls_token"))
                    .or(() -> before(name, "conv_proj.weight").filter(prefix -> names.contains(prefix + "class_token")))
                    .ifPresent(prefix -> places.add(new EncoderPlace(prefix, Names.VIT)));
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

    /** The tensors there, under torchvision's names, or timm's for a Vision Transformer. */
    StateDict of(StateDict checkpoint) {
        StateDict found = checkpoint.under(prefix);
        return switch (names) {
            case RESNET -> found;
            case NUMBERED_RESNET -> renamed(found);
            case VIT -> VitTensors.of(prefix, found);
        };
    }

    private static StateDict renamed(StateDict found) {
        StateDict.Builder renamed = StateDict.builder();
        found.tensors().forEach((name, tensor) -> renamed.put(rename(name), tensor));
        return new StateDict(renamed.build().tensors(), found.metadata());
    }

    private static String rename(String name) {
        String number = name.substring(0, Math.max(0, name.indexOf('.')));
        return NUMBERS.getOrDefault(number, number) + name.substring(number.length());
    }
}
