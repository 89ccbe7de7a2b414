package io.github.hcsc.homes.spark;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Writes the features of a folder of pictures as Parquet, columns {@code path} and {@code features}; a picture that cannot be read has
 * null features. Arguments: the encoder's folder, which lies at the same path on every machine, pictures, and the folder to write.
 */
public final class EmbedOnSpark {
    private EmbedOnSpark() {}

    public static void main(String[] args) {
        String encoder = args[0];
        SparkSession spark = SparkSession.builder()
                .appName("embed")
                .config("spark.master", System.getProperty("spark.master", "local[2]"))
                .getOrCreate();
        StructType columns = new StructType()
                .add("path", DataTypes.StringType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType, false));
        spark.read()
                .format("binaryFile")
                .load(args[1])
                .select("path", "content")
                .repartition(spark.sparkContext().defaultParallelism())
                .mapPartitions(
                        (MapPartitionsFunction<Row, Row>) rows -> embedded(rows, encoder), Encoders.row(columns))
                .write()
                .parquet(args[2]);
        spark.stop();
    }

    /** One predictor for a partition, of the one encoder of the process. */
    private static Iterator<Row> embedded(Iterator<Row> rows, String encoder) throws Exception {
        Predictor<Image, float[]> predictor = SharedEncoder.at(encoder).newPredictor();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> predictor.close());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                return RowFactory.create(row.getString(0), features(predictor, (byte[]) row.get(1)));
            }
        };
    }

    private static float[] features(Predictor<Image, float[]> predictor, byte[] file) {
        try {
            return predictor.predict(ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(file)));
        } catch (IOException e) {
            return null;
        } catch (TranslateException e) {
            throw new IllegalStateException("the encoder must take every picture that can be read", e);
        }
    }
}
