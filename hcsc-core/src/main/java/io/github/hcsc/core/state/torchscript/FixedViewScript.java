package io.github.hcsc.core.state.torchscript;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the program does to a picture before the network: the shorter side resized bicubically as Pillow does, rows first
 * with whole numbers in between, then the centre, normalised.
 */
final class FixedViewScript {
    private static final int UINT8 = 0;
    private static final int FLOAT32 = 6;

    private FixedViewScript() {}

    /** The module from normalised images, which it leaves alone, or bytes to normalised images. */
    static ScriptModule of(Preprocessing preprocessing) {
        return new ScriptModule(
                "FixedView",
                Map.of("prepare", new ScriptModule("Prepare", Map.of(), prepare(preprocessing))),
                List.of(
                        "if x.dtype == " + UINT8 + ":",
                        "  y = " + ScriptModule.apply("prepare", "x"),
                        "else:",
                        "  y = x",
                        "return y"));
    }

    private static List<String> prepare(Preprocessing preprocessing) {
        int resize = preprocessing.resize();
        int crop = preprocessing.crop();
        return List.of(
                "if x.dim() == 3:",
                "  pictures = torch.unsqueeze(x, 0)",
                "else:",
                "  pictures = x",
                "planes = torch.to(torch.permute(pictures, [0, 3, 1, 2]), " + FLOAT32 + ")",
                "h = planes.size(2)",
                "w = planes.size(3)",
                "rows = " + resize + " * max(h, w) // w if h > w else " + resize,
                "columns = " + resize + " * max(h, w) // h if w > h else " + resize,
                "if columns == w:",
                "  across = planes",
                "else:",
                "  across = " + whole("torch._upsample_bicubic2d_aa(planes, [h, columns], False)"),
                "if rows == h:",
                "  down = across",
                "else:",
                "  down = " + whole("torch._upsample_bicubic2d_aa(across, [rows, columns], False)"),
                "top = (rows - " + crop + ") // 2",
                "left = (columns - " + crop + ") // 2",
                "top_even = top + (rows - " + crop + ") % 2 * (top % 2)",
                "left_even = left + (columns - " + crop + ") % 2 * (left % 2)",
                "middle = torch.narrow(torch.narrow(down, 2, top_even, " + crop + "), 3, left_even, " + crop + ")",
                "mean = " + tensor(preprocessing.mean()),
                "deviation = " + tensor(preprocessing.deviation()),
                "return torch.div(torch.sub(torch.div(middle, 255.), mean), deviation)");
    }

    private static String whole(String values) {
        return "torch.clamp(torch.floor(torch.add(" + values + ", 0.5)), 0., 255.)";
    }

    private static String tensor(List<Float> colours) {
        return String.format(
                Locale.ROOT,
                "torch.reshape(torch.tensor([%s, %s, %s], dtype=%d, device=x.device), [1, 3, 1, 1])",
                colours.get(0),
                colours.get(1),
                colours.get(2),
                FLOAT32);
    }
}
