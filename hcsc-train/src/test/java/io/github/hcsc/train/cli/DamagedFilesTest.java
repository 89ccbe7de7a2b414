package io.github.hcsc.train.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.campaign.Campaign;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of every kind that a command reads, with bytes flipped, cut off, replaced or added. The command ends with a status of
 * its own and says so in lines for people; what a file of ours with checksums says is what was written, or refused.
 */
@Tag("campaign")
final class DamagedFilesTest {
    private static final List<String> IMAGES = List.of("png", "jpg", "gif", "bmp");
    private static final String EMBED = "embed --weights WHOLE --data %s --out OUT.csv --no-cache --device cpu";

    /** A file, and the command that reads it; in a copy of everything, so that none meets another's damage. */
    private record Kind(String file, String command) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("images/a/0.png", EMBED.formatted("HERE/images")),
            new Kind("images/a/1.jpg", EMBED.formatted("HERE/images")),
            new Kind("images/a/2.gif", EMBED.formatted("HERE/images")),
            new Kind("images/a/3.bmp", EMBED.formatted("HERE/images")),
            new Kind("images.tar", EMBED.formatted("HERE/images.tar")),
            new Kind("list.csv", EMBED.formatted("HERE/list.csv")),
            new Kind("run/encoder/encoder.safetensors", "import HERE/run/encoder/encoder.safetensors --out OUT"),
            new Kind("weights.pth", "import HERE/weights.pth --backbone-only --out OUT"),
            new Kind("run/checkpoints/latest", "resume HERE/run"),
            new Kind("run/config.yaml", "resume HERE/run"),
            new Kind("run/provenance.json", "resume HERE/run"),
            new Kind("run/metrics.jsonl", "report --run HERE/run --out OUT.html"),
            new Kind("run/metrics.jsonl", "resume HERE/run"),
            new Kind("run/report/images.tsv", "report --run HERE/run --out OUT.html"),
            new Kind("run/prototypes/epoch-0002.safetensors", "tree --run HERE/run"),
            new Kind("run/prototypes/images.tsv", "tree --run HERE/run"),
            new Kind("run/prototypes/embeddings.safetensors", "search --run HERE/run --like a/0.png"),
            new Kind("names.csv", "label --run HERE/run --names HERE/names.csv --out OUT.csv"),
            new Kind("config.yaml", "pretrain --config HERE/config.yaml --out OUT --time 0.001s"));

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    @Test
    @Timeout(3600)
    void endInALineForPeople() throws IOException {
        Campaign campaign = Campaign.of("files", 500);
        Path whole = make(Files.createDirectories(folder.resolve("whole")));
        Map<Integer, Integer> statuses = new TreeMap<>();
        for (int trial = 0; trial < campaign.count(); trial++) {
            Kind kind = KINDS.get(trial % KINDS.size());
            Path here = copy(whole, folder.resolve("trial"));
            Random random = Campaign.random(trial);
            Path file = here.resolve(kind.file());
            String damage = damage(file.toRealPath(), random);
            String what = "trial " + trial + ", " + kind.file() + " " + damage;
            long start = System.nanoTime();
            int status = hcsc(kind.command(), here, whole);

            Campaign.requireOrderlyEnd(what, status, said.toString(), (System.nanoTime() - start) / 1e9);
            statuses.merge(status, 1, Integer::sum);
            delete(here);
        }
        campaign.report("by exit status " + statuses + ", no trace, none longer than a minute");
    }

    private Path make(Path whole) throws IOException {
        for (int i = 0; i < 64; i++) {
            String format = IMAGES.get(i % IMAGES.size());
            Path file = whole.resolve("images/" + (i % 3 == 0 ? "a/" : "b/") + i + "." + format);
            Files.createDirectories(file.getParent());
            if (i < 4) {
                file = whole.resolve("images/a/" + i + "." + format);
            }
            ImageIO.write(picture(i), format, file.toFile());
        }
        StringBuilder list = new StringBuilder("path,label\n");
        for (int i = 0; i < 4; i++) {
            list.append("images/a/").append(i).append('.').append(IMAGES.get(i)).append(",a\n");
        }
        Files.writeString(whole.resolve("list.csv"), list);
        new ProcessBuilder("tar", "-cf", "images.tar", "images/a")
                .directory(whole.toFile())
                .start()
                .onExit()
                .join();
        String[] commands = {
            "pretrain --config smoke --data HERE/images --out HERE/run --device cpu --set encoder.width=0.0625"
                    + " --set run.checkpoint.keep=1",
            "export --run HERE/run --format torchvision --out HERE/weights.pth",
            "label --run HERE/run --export HERE/names.csv",
            "pretrain --config smoke --data HERE/images --device cpu --set encoder.width=0.0625 --show-config"
        };
        for (String command : commands) {
            assertThat(hcsc(command, whole, whole)).as(said.toString()).isZero();
        }
        return whole;
    }

    private static BufferedImage picture(int i) {
        BufferedImage image = new BufferedImage(24, 20, BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < 24; x++) {
            for (int y = 0; y < 20; y++) {
                image.setRGB(x, y, new Color((x * i) % 256, (9 * y) % 256, (3 * i) % 256).getRGB());
            }
        }
        return image;
    }

    private int hcsc(String command, Path here, Path whole) throws IOException {
        said.getBuffer().setLength(0);
        StringWriter out = new StringWriter();
        String[] words = Arrays.stream(command.split(" ", -1))
                .map(word -> word.replace("WHOLE", whole.resolve("run").toString())
                        .replace("HERE", here.toString())
                        .replace("OUT", folder.resolve("trial/out").toString()))
                .toArray(String[]::new);
        int status = StopOnSignal.during(() -> Hcsc.commandLine(new TrainingJobs())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(said, true))
                .execute(words));
        if (command.endsWith("--show-config")) {
            Files.writeString(here.resolve("config.yaml"), out.toString());
        }
        return status;
    }

    /** Damages a file in one of the ways in which disks, transfers and editors do. */
    private static String damage(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(4096));
        switch (random.nextInt(6)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bytes);
                return "with a bit flipped at " + at;
            }
            case 1 -> {
                Files.write(file, Arrays.copyOf(bytes, at));
                return "cut off at " + at;
            }
            case 2 -> {
                Arrays.fill(bytes, at, at + length, (byte) 0);
                Files.write(file, bytes);
                return "with zeros from " + at + ", " + length;
            }
            case 3 -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, at, length);
                Files.write(file, bytes);
                return "with noise from " + at + ", " + length;
            }
            case 4 -> {
                byte[] longer = Arrays.copyOf(bytes, bytes.length + length);
                System.arraycopy(bytes, at, longer, bytes.length, length);
                Files.write(file, longer);
                return "with " + length + " bytes of its own behind its end";
            }
            default -> {
                byte[] shorter = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, shorter, 0, at);
                System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
                Files.write(file, shorter);
                return "without " + length + " bytes from " + at;
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return to;
    }

    private static void delete(Path here) throws IOException {
        try (Stream<Path> files = Files.walk(here)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
