package io.github.hcsc.data.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TarLinksTest {
    private final Path folder;
    private final TarWriter tar = new TarWriter();

    TarLinksTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void givesAHardLinkTheBytesOfItsTarget() throws IOException {
        tar.entry('0', "./a/1.png", Pictures.square(11, "png"));
        tar.link('1', "./b/2.png", "./a/1.png", 0);
        tar.entry('0', "./b/3.png", Pictures.square(33, "png"));

        assertGreys(11, 11, 33);
    }

    @Test
    void doesNotTakeALinksSizeForData() throws IOException {
        tar.entry('0', "a/1.png", Pictures.square(11, "png"));
        tar.link('1', "b/2.png", "a/1.png", 5000);
        tar.entry('0', "b/3.png", Pictures.square(33, "png"));

        assertGreys(11, 11, 33);
    }

    @Test
    void followsSymbolicLinksFromTheirOwnFolderAndToLaterMembers() throws IOException {
        tar.link('2', "a/1.png", "../b/2.png", 0);
        tar.link('2', "b/2.png", "blobs/x", 0);
        tar.entry('0', "b/blobs/x", Pictures.square(22, "png"));
        tar.entry('0', "b/3.png", Pictures.square(33, "png"));

        assertGreys(22, 22, 33);
    }

    @Test
    void understandsLongTargets() throws IOException {
        String target = "set/" + "very-".repeat(30) + "long/7.png";
        tar.entry('L', "././@LongLink", (target + "\0").getBytes(UTF_8));
        tar.entry('0', target.substring(0, 99), Pictures.square(7, "png"));
        tar.entry('K', "././@LongLink", (target + "\0").getBytes(UTF_8));
        tar.link('1', "set/8.png", target.substring(0, 99), 0);
        String record = " linkpath=" + target + "\n";
        tar.entry('x', "PaxHeaders/9.png", ((record.length() + 3) + record).getBytes(UTF_8));
        tar.link('1', "set/9.png", target.substring(0, 99), 0);

        assertGreys(7, 7, 7);
    }

    @Test
    void leavesOutLinksThatLeadNowhereAndSaysSo() throws IOException {
        tar.entry('0', "1.png", Pictures.square(11, "png"));
        tar.link('1', "2.png", "elsewhere.png", 0);
        tar.link('2', "3.png", "/etc/passwd", 0);
        tar.link('2', "4.png", "5.png", 0);
        tar.link('2', "5.png", "4.png", 0);

        try (TarShards shards = open()) {
            assertThat(shards.size()).isEqualTo(1);
            assertThat(shards.leftOut().lines())
                    .containsExactly("4 files left out: 4 with a broken link (such as 2.png)");
        }
    }

    private void assertGreys(int... greys) throws IOException {
        try (TarShards shards = open()) {
            assertThat(shards.size()).isEqualTo(greys.length);
            for (int i = 0; i < greys.length; i++) {
                assertThat(Pictures.grey(shards.image(i))).isEqualTo(greys[i]);
            }
        }
    }

    private TarShards open() throws IOException {
        return TarShards.open(List.of(tar.write(folder.resolve("a.tar"))));
    }
}
