package io.github.hcsc.data.source;

import io.github.hcsc.data.source.SourceOptions.Opening;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the images below a folder, links followed, and counts everything else, in the order of torchvision: by folder,
 * then by file name, by code point.
 */
final class FolderReader {
    /** Links may lead to a folder many times over; this many copies of it are more than anybody means. */
    private static final int MOST_COPIES = 100;

    private final Path root;
    private final Exclusions exclusions;
    private final Tally tally;
    private final Map<Path, Integer> visits = new HashMap<>();

    /**
     * What lies directly in a folder.
     *
     * @param images files with the name of an image
     * @param folders folders, whatever their names
     * @param others all other files
     */
    record Listing(List<Path> images, List<Path> folders, List<Path> others) {}

    FolderReader(Path root, Opening opening) {
        this.root = root;
        this.exclusions = opening.exclusions();
        this.tally = opening.tally();
    }

    /** Lists a folder; what systems leave there, what is excluded and what is neither file nor folder is counted. */
    Listing list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (AccessDeniedException e) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "folder %s is denied to this user; to go on without it, exclude it",
                            Names.printable(folder.toString())),
                    e);
        }
        all.sort(Comparator.comparing(ImageFiles::name, ImageFiles.BY_CODE_POINT));
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Path path : all) {
            sort(path, listing);
        }
        return listing;
    }

    private void sort(Path path, Listing listing) {
        String name = ImageFiles.name(path);
        Optional<String> litter = Litter.reason(name);
        if (litter.isPresent()) {
            leaveOut(litter.orElseThrow(), path);
        } else if (exclusions.match(root.relativize(path))) {
            leaveOut("excluded", path);
        } else {
            sortByKind(path, name, listing);
        }
    }

    private void sortByKind(Path path, String name, Listing listing) {
        try {
            BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
            if (facts.isDirectory()) {
                listing.folders.add(path);
            } else if (!facts.isRegularFile()) {
                tally.file("pipe, device or socket", relative(path));
            } else {
                (ImageFiles.isImageName(name) ? listing.images : listing.others).add(path);
            }
        } catch (IOException e) {
            tally.file(Files.isSymbolicLink(path) ? "with a broken link" : "unreadable", relative(path));
        }
    }

    private void leaveOut(String reason, Path path) {
        if (Files.isDirectory(path)) {
            tally.folder(reason, relative(path));
        } else {
            tally.file(reason, relative(path));
        }
    }

    /** All images of a folder that was listed, and of those below it. */
    List<Path> below(Path folder, Listing listing) throws IOException {
        Map<String, List<Path>> found = new TreeMap<>(ImageFiles.BY_CODE_POINT);
        collect(folder, listing, new HashSet<>(Set.of(folder.toRealPath())), found);
        return found.values().stream().flatMap(List::stream).toList();
    }

    private void collect(Path folder, Listing listing, Set<Path> above, Map<String, List<Path>> found)
            throws IOException {
        listing.others.forEach(file -> tally.unread(ImageFiles.name(file)));
        found.put(folder.toString(), listing.images);
        for (Path inner : listing.folders) {
            Path real = inner.toRealPath();
            if (above.contains(real)) {
                tally.folder("linked to a folder above", relative(inner));
            } else if (visits.merge(real, 1, Integer::sum) > MOST_COPIES) {
                tally.folder("linked more than " + MOST_COPIES + " times", relative(inner));
            } else {
                above.add(real);
                collect(inner, list(inner), above, found);
                above.remove(real);
            }
        }
    }

    String relative(Path path) {
        return root.relativize(path).toString();
    }
}
