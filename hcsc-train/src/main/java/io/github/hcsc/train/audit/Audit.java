package io.github.hcsc.train.audit;

import ai.djl.ndarray.NDManager;
import io.github.hcsc.train.audit.AuditResult.LabelFindings;
import io.github.hcsc.train.audit.Neighbours.Search;
import io.github.hcsc.train.metrics.ImageProgress;
import io.github.hcsc.train.prototypes.search.PrototypeIndex;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/** Looks for what is wrong with a set of images. */
public final class Audit {

    private final Audited set;
    private final AuditSettings settings;
    private final KeepRule keep;
    private final PrototypeIndex index;
    private final Search search;

    /**
     * Prepares.
     *
     * @param keep which of several copies is kept
     */
    public Audit(Audited set, AuditSettings settings, KeepRule keep) {
        this.set = set;
        this.settings = settings;
        this.keep = keep;
        index = PrototypeIndex.of(set.tree(), set.embeddings());
        OptionalInt beam = settings.beam();
        search = beam.isPresent() ? Search.beam(index, beam.getAsInt()) : Search.exact(index);
    }

    /**
     * Looks for everything, and shows on standard error how far it is.
     *
     * @param test images that must not be among the set's
     * @param manager owns tensors meanwhile
     * @throws IllegalArgumentException if there are too few images, or the others have another dimension
     */
    public AuditResult run(Optional<TestSet> test, NDManager manager) {
        Neighbours neighbours = neighbours();
        FalseAlarms alarms = FalseAlarms.of(neighbours);
        OptionalDouble angle = angle(alarms);
        CopyGroups copies = angle.isPresent() ? copies(neighbours, angle.getAsDouble()) : CopyGroups.none();
        return new AuditResult(
                set,
                neighbours,
                alarms,
                copies,
                test.map(this::leaks),
                labels(neighbours, copies, manager),
                OutlierTest.of(neighbours, set.tree().levels().get(0)),
                Coverage.of(set.tree(), set.images()));
    }

    private Neighbours neighbours() {
        try (ImageProgress progress = progress("neighbours", set.images().size(), "images")) {
            return Neighbours.within(set.embeddings(), settings.neighbours(), search, progress);
        }
    }

    private static ImageProgress progress(String title, int count, String unit) {
        return ImageProgress.onStandardError(title, count, unit);
    }

    private OptionalDouble angle(FalseAlarms alarms) {
        OptionalDouble cosine = settings.cosine();
        return cosine.isPresent()
                ? OptionalDouble.of(Math.acos(cosine.getAsDouble()))
                : alarms.threshold(settings.rate());
    }

    private CopyGroups copies(Neighbours neighbours, double angle) {
        CopyPairs pairs = new CopyPairs(index, set.embeddings(), set.embeddings(), neighbours);
        return CopyGroups.of(pairs.within(angle), angle, set.embeddings(), keep);
    }

    private Leaks leaks(TestSet test) {
        try (ImageProgress progress = progress("test images", test.images().size(), "images")) {
            Neighbours nearest =
                    Neighbours.between(set.embeddings(), test.embeddings(), settings.neighbours(), search, progress);
            CopyPairs pairs = new CopyPairs(index, set.embeddings(), test.embeddings(), nearest);
            FalseAlarms alarms = FalseAlarms.of(nearest);
            return Leaks.of(pairs, angle(alarms), nearest, alarms, set.images(), test);
        }
    }

    /** None if the images have fewer than two classes. */
    private Optional<LabelFindings> labels(Neighbours neighbours, CopyGroups copies, NDManager manager) {
        Classes classes = Classes.of(set.images().classes());
        if (classes.count() < 2) {
            return Optional.empty();
        }
        int fits = UnseenProbabilities.FITS * (settings.rehearse() ? 2 : 1);
        try (ImageProgress progress = progress("classifiers", fits, "classifiers")) {
            UnseenProbabilities unseen =
                    new UnseenProbabilities(manager, set.embeddings(), copies, settings.seed(), progress);
            NeighbourVotes votes = new NeighbourVotes(neighbours, copies);
            Function<Classes, LabelErrors> search = some -> LabelErrors.of(some, votes.of(some), unseen.of(some));
            LabelErrors errors = search.apply(classes);
            Optional<Rehearsal> rehearsal = settings.rehearse()
                    ? Optional.of(Rehearsal.of(classes, errors, search, settings.seed()))
                    : Optional.empty();
            return Optional.of(new LabelFindings(errors, rehearsal));
        }
    }
}
