package io.github.hcsc.train.audit;

import java.util.Optional;

/**
 * What an audit found.
 *
 * @param set the images
 * @param neighbours of each image
 * @param alarms how many images would have so near a neighbour by chance
 * @param copies near-copies, none if no threshold tells them from what is alike
 * @param leaks copies of test images, if there was a test set
 * @param labels doubtful classes, if there are two classes at least
 * @param outliers images far from all others
 * @param coverage how the images are spread
 */
public record AuditResult(
        Audited set,
        Neighbours neighbours,
        FalseAlarms alarms,
        CopyGroups copies,
        Optional<Leaks> leaks,
        Optional<LabelFindings> labels,
        OutlierTest outliers,
        Coverage coverage) {

    /**
     * What was found of classes.
     *
     * @param errors doubtful images
     * @param rehearsal what the search finds of planted errors, if it was asked for
     */
    public record LabelFindings(LabelErrors errors, Optional<Rehearsal> rehearsal) {}
}
