package io.github.hcsc.train.weights;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.hcsc.core.encoder.design.EncoderDesign;
import io.github.hcsc.core.state.torchscript.Preprocessing;
import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.run.EvaluationLog;
import io.github.hcsc.train.run.Provenance;
import io.github.hcsc.train.run.RunDirectory;
import io.github.hcsc.train.run.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of a model on a hub, from what its run recorded. It has no path, and no name but those of networks. */
final class ModelCard {
    private static final Pattern COUNT = Pattern.compile("(\\d+) images.*");
    private static final String PROVENANCE = "provenance.json";

    /** Whose loading code the page shows. */
    enum Library {
        TIMM("""
                import timm
                model = timm.create_model("local-dir:PATH", pretrained=True).eval()  # or hf-hub:USER/NAME
                transform = timm.data.create_transform(**timm.data.resolve_model_data_config(model), is_training=False)
                features = model(transform(image).unsqueeze(0))  # [1, %d]
                """),
        TRANSFORMERS("""
                from transformers import AutoImageProcessor, AutoModel
                processor, model = AutoImageProcessor.from_pretrained("PATH"), AutoModel.from_pretrained("PATH").eval()
                features = model(**processor(image, return_tensors="pt")).pooler_output.flatten(1)  # [1, %d]
                """);

        private final String loading;

        Library(String loading) {
            this.loading = loading;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final StringBuilder text = new StringBuilder();

    private ModelCard() {}

    /** The page as Markdown with a head in YAML. */
    static String of(ExportRequest request, EncoderWeights weights, Library library) throws IOException {
        ModelCard card = new ModelCard();
        boolean run = RunDirectory.holdsRun(request.source());
        card.head(request.license(), library, run ? "self-supervised, hcsc" : "hcsc");
        card.network(weights);
        if (run) {
            card.training(request.source());
            card.evaluations(request.source());
        }
        card.loading(weights, library);
        return card.text.toString();
    }

    private void head(Optional<String> license, Library library, String tags) {
        line("---");
        license.ifPresent(name -> line("license: " + name));
        line("library_name: " + library);
        line("pipeline_tag: image-feature-extraction");
        line("tags: [image-feature-extraction, " + tags + "]");
        line("---");
    }

    private void network(EncoderWeights weights) {
        EncoderDesign design = weights.design().orElseThrow();
        Preprocessing view = weights.preprocessing();
        line("# " + design.name());
        line("");
        line("An image encoder, from pictures to " + design.featureSize() + " features. Written by HCSC on DJL "
                + Version.hcsc() + ".");
        line("");
        line("| | |");
        line("|---|---|");
        line("| network | " + design + " |");
        line("| picture | shorter side " + view.resize() + " (bicubic), centre " + view.crop() + " x " + view.crop()
                + ", mean " + view.mean() + ", deviation " + view.deviation() + " |");
        line("| SHA-256 of names and values of all tensors | `" + weights.digest() + "` |");
    }

    private void training(Path run) {
        PretrainConfig config = RunDirectory.readConfig(run);
        line("| method | " + config.settings().get("method") + " |");
        line("| epochs | " + config.schedule().epochs() + " |");
        Path provenance = run.resolve(PROVENANCE);
        List<Provenance> processes = Files.exists(provenance) ? Provenance.read(provenance) : List.of();
        processes.stream().findFirst().ifPresent(first -> {
            Matcher count = COUNT.matcher(first.data());
            if (count.matches()) {
                line("| trained on | " + count.group(1) + " images without labels |");
            }
            line("| seed | " + first.seed() + " |");
            line("| begun | " + first.started() + ", HCSC on DJL " + first.hcsc() + " |");
        });
    }

    /** The newest figures of each protocol of kNN. */
    private void evaluations(Path run) throws IOException {
        List<JsonNode> kept = EvaluationLog.read(run).stream()
                .filter(line -> line.path("command").asText().equals("eval knn"))
                .toList();
        if (kept.isEmpty()) {
            return;
        }
        JsonNode newest = kept.get(kept.size() - 1);
        line("");
        line("kNN of frozen features, measured " + newest.path("time").asText() + ", temperature "
                + newest.path("settings").path("temperature").asDouble() + ":");
        line("");
        line("| neighbours | images classified | top-1 in % | top-5 in % |");
        line("|---|---|---|---|");
        for (JsonNode result : newest.path("results")) {
            line(String.format(
                    Locale.ROOT,
                    "| %d | %d | %.2f | %.2f |",
                    result.path("neighbours").asInt(),
                    result.path("images").asLong(),
                    result.path("top1").asDouble(),
                    result.path("top5").asDouble()));
        }
    }

    private void loading(EncoderWeights weights, Library library) {
        line("");
        line("```python");
        text.append(String.format(
                Locale.ROOT, library.loading, weights.design().orElseThrow().featureSize()));
        line("```");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
