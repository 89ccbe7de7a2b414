package io.github.hcsc.train.cli;

import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.LeftOut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What there is to say of the images that a command opened: what was left out, and what decoding altered. */
final class SourceFacts {
    private final List<ImageSource> sources = new ArrayList<>();

    /** Adds images, and returns the lines to show now. */
    List<String> opened(ImageSource images) {
        sources.add(images);
        return images.leftOut().lines().stream()
                .map(line -> images.description() + ": " + line)
                .toList();
    }

    /** The lines to show when the images have been read. */
    List<String> altered() {
        return sources.stream()
                .filter(images -> !images.altered().isEmpty())
                .map(images -> images.description() + ", of those read: "
                        + images.altered().entrySet().stream()
                                .map(some -> some.getValue() + " " + some.getKey())
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    /** Adds all of it to a result for programs, where there is something. */
    Report addTo(Report result) {
        Report report = result;
        List<Map<String, Object>> leftOut = sources.stream()
                .filter(images -> !images.leftOut().equals(LeftOut.NOTHING))
                .map(SourceFacts::leftOut)
                .toList();
        if (!leftOut.isEmpty()) {
            report = report.with("leftOut", leftOut);
        }
        List<Map<String, Object>> altered = sources.stream()
                .filter(images -> !images.altered().isEmpty())
                .map(SourceFacts::altered)
                .toList();
        return altered.isEmpty() ? report : report.with("altered", altered);
    }

    private static Map<String, Object> leftOut(ImageSource images) {
        LeftOut left = images.leftOut();
        return Map.of("source", images.description(), "counts", left.counts(), "warnings", left.warnings());
    }

    private static Map<String, Object> altered(ImageSource images) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Map.Entry<Alteration, Integer> some : images.altered().entrySet()) {
            counts.put(some.getKey().toString(), some.getValue());
        }
        return Map.of("source", images.description(), "counts", counts);
    }
}
