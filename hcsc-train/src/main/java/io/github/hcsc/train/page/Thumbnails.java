package io.github.hcsc.train.page;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.augment.Interpolation;
import io.github.hcsc.data.augment.ViewRecipe;
import io.github.hcsc.data.augment.ViewRecipes;
import io.github.hcsc.data.source.ImageSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Small square pictures of images, many to a sheet, since one JPEG of many pictures is far smaller than many JPEGs.
 *
 * @param size pixels along each side of a picture
 * @param places where each image's picture is: its number over all sheets, row by row
 * @param sheets the JPEG files
 * @param unreadable images that were wanted but could not be read
 */
public record Thumbnails(int size, Map<Integer, Integer> places, List<byte[]> sheets, int unreadable) {

    /** Pictures in a row of a sheet, and rows of a sheet. */
    public static final int SIDE = 8;

    private static final int SHEET = SIDE * SIDE;

    /** No pictures. */
    public static final Thumbnails NONE = new Thumbnails(1, Map.of(), List.of(), 0);

    /** Copies the lists. */
    public Thumbnails {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
        sheets = List.copyOf(sheets);
    }

    /**
     * Makes pictures until a page has grown enough.
     *
     * @param images where to read
     * @param wanted the images in order of importance; repetitions are passed over
     * @param most pixels along each side of a picture at most; small images are not enlarged
     * @param budget bytes of all sheets together at most, but one sheet is always made
     */
    public static Thumbnails of(ImageSource images, int[] wanted, int most, long budget) {
        int[] distinct = Arrays.stream(wanted).distinct().toArray();
        int size = Math.min(most, shorterSide(images, distinct));
        ViewRecipe recipe = ViewRecipes.evaluation(size, size, Interpolation.BILINEAR);
        Map<Integer, Integer> places = new LinkedHashMap<>();
        List<byte[]> sheets = new ArrayList<>();
        long bytes = 0;
        int unreadable = 0;
        for (int start = 0; start < distinct.length && bytes < budget; start += SHEET) {
            int[] some = Arrays.copyOfRange(distinct, start, Math.min(distinct.length, start + SHEET));
            List<Optional<Image>> pictures = IntStream.of(some)
                    .parallel()
                    .mapToObj(image -> picture(images, image, recipe))
                    .toList();
            byte[] sheet = sheet(pictures, size);
            if (bytes > 0 && bytes + sheet.length > budget) {
                break;
            }
            for (int i = 0; i < some.length; i++) {
                if (pictures.get(i).isPresent()) {
                    places.put(some[i], sheets.size() * SHEET + i);
                } else {
                    unreadable++;
                }
            }
            sheets.add(sheet);
            bytes += sheet.length;
        }
        return new Thumbnails(size, places, sheets, unreadable);
    }

    private static int shorterSide(ImageSource images, int[] wanted) {
        return IntStream.of(wanted)
                .limit(SHEET)
                .map(image -> read(images, image)
                        .map(found -> Math.min(found.width(), found.height()))
                        .orElse(Integer.MAX_VALUE))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static Optional<Image> picture(ImageSource images, int image, ViewRecipe recipe) {
        return read(images, image).map(found -> recipe.apply(found, new SplittableRandom(0)));
    }

    private static Optional<Image> read(ImageSource images, int image) {
        try {
            return Optional.of(images.image(image));
        } catch (IOException e) {
            // Counted as unreadable; one damaged file must not cost the page.
            return Optional.empty();
        }
    }

    private static byte[] sheet(List<Optional<Image>> pictures, int size) {
        BufferedImage sheet = new BufferedImage(SIDE * size, SIDE * size, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            int left = i % SIDE * size;
            int top = i / SIDE * size;
            pictures.get(i).ifPresent(picture -> Jpeg.draw(picture, sheet, left, top));
        }
        return Jpeg.encode(sheet);
    }

    /** Adds the sheets to a page, for {@code thumbnails.js}. */
    public void addTo(HtmlPage page) {
        for (int i = 0; i < sheets.size(); i++) {
            page.bytes("sheet-" + i, sheets.get(i));
        }
        page.data(
                "thumbnails",
                Map.of(
                        "size", size,
                        "side", SIDE,
                        "sheets", sheets.size(),
                        "pictures", places.size(),
                        "images", places.keySet(),
                        "places", places.values()));
    }
}
