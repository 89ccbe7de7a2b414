package io.github.hcsc.train.cli;

import io.github.hcsc.data.decode.Alteration;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.data.source.LeftOut;
import io.github.hcsc.train.run.UnreadableImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to say of the images that a command opened: what was left out, what decoding altered, and what could not be
 * read.
 */
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
    List<String> found() {
        return Stream.concat(
                        sources.stream()
                                .filter(images -> !images.unreadable().isEmpty())
                                .map(images -> images.description() + ": "
                                        + new UnreadableImages(images.unreadable()).inWords()),
                        altered())
                .toList();
    }

    private Stream<String> altered() {
        return sources.stream()
                .filter(images -> !images.altered().isEmpty())
                .map(images -> images.description() + ", of those read: "
                        + images.altered().entrySet().stream()
                                .map(some -> some.getValue() + " " + some.getKey())
                                .collect(Collectors.joining(", ")));
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
        report = altered.isEmpty() ? report : report.with("altered", altered);
        List<Map<String, Object>> unreadable = sources.stream()
                .filter(images -> !images.unreadable().isEmpty())
                .map(SourceFacts::unreadable)
                .toList();
        return unreadable.isEmpty() ? report : report.with("unreadable", unreadable);
    }

    private static Map<String, Object> leftOut(ImageSource images) {
        LeftOut left = images.leftOut();
        return Map.of("source", images.description(), "counts", left.counts(), "warnings", left.warnings());
    }

    private static Map<String, Object> unreadable(ImageSource images) {
        Map<String, String> reasons = images.unreadable();
        return Map.of("source", images.description(), "count", reasons.size(), "images", reasons);
    }

    private static Map<String, Object> altered(ImageSource images) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Map.Entry<Alteration, Integer> some : images.altered().entrySet()) {
            counts.put(some.getKey().toString(), some.getValue());
        }
        return Map.of("source", images.description(), "counts", counts);
    }
}
