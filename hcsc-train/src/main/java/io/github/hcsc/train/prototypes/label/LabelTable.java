package io.github.hcsc.train.prototypes.label;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.github.hcsc.core.state.AtomicFile;
import io.github.hcsc.train.prototypes.ImageTable;
import io.github.hcsc.train.prototypes.label.NameSpreader.ImageName;
import io.github.hcsc.train.text.SpreadsheetCell;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;

/** The CSV file of image names: {@code image,name,confidence,node}; an image without a name has an empty one. */
public final class LabelTable {

    private static final CsvMapper MAPPER = new CsvMapper();

    @JsonPropertyOrder({"image", "name", "confidence", "node"})
    private record Row(String image, String name, double confidence, String node) {}

    private LabelTable() {}

    /**
     * Writes the names of all images, in order.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, ImageTable images, List<ImageName> names) throws IOException {
        ObjectWriter writer = MAPPER.writer(MAPPER.schemaFor(Row.class).withHeader());
        AtomicFile.write(file, channel -> {
            SequenceWriter rows = writer.writeValues(Channels.newOutputStream(channel));
            for (int image = 0; image < images.size(); image++) {
                ImageName name = names.get(image);
                rows.write(new Row(
                        SpreadsheetCell.of(images.names().get(image)),
                        SpreadsheetCell.of(name.name().orElse("")),
                        Math.round(1e4 * name.confidence()) / 1e4,
                        name.node().toString()));
            }
            rows.flush();
        });
    }
}
