package io.github.hcsc.examples;

import io.github.hcsc.data.augment.Image;
import io.github.hcsc.data.source.ImageSource;
import io.github.hcsc.train.page.Jpeg;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Images in rows, for a notebook to show. */
public final class PictureSheet {

    private static final int GAP = 4;

    private final int side;
    private final List<List<Image>> rows = new ArrayList<>();

    /**
     * An empty sheet.
     *
     * @param side pixels along each side of a picture on the sheet
     */
    public PictureSheet(int side) {
        this.side = side;
    }

    /** Adds a row of images. */
    public PictureSheet row(List<Image> images) {
        rows.add(List.copyOf(images));
        return this;
    }

    /**
     * Adds a row of images of a source.
     *
     * @throws IOException if one cannot be read
     */
    public PictureSheet row(ImageSource source, int... indices) throws IOException {
        List<Image> images = new ArrayList<>();
        for (int index : indices) {
            images.add(source.image(index));
        }
        return row(images);
    }

    /** Returns the sheet as a picture. */
    public BufferedImage draw() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        BufferedImage sheet = new BufferedImage(
                Math.max(1, columns * (side + GAP)),
                Math.max(1, rows.size() * (side + GAP)),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                BufferedImage picture = picture(rows.get(r).get(c));
                graphics.drawImage(picture, c * (side + GAP), r * (side + GAP), side, side, null);
            }
        }
        graphics.dispose();
        return sheet;
    }

    private static BufferedImage picture(Image image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        Jpeg.draw(image, picture, 0, 0);
        return picture;
    }
}
