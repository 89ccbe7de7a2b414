package io.github.hcsc.core.method;

import io.github.hcsc.core.HcscObjective;
import java.util.function.UnaryOperator;

/** A method that minimises {@link HcscObjective}, whatever its instances are contrasted with. */
public sealed interface ObjectiveMethod extends Method permits HcscMethod, SimClrMethod {

    /** Returns what is minimised. */
    HcscObjective objective();

    /** Returns this method with its objective changed. */
    ObjectiveMethod withObjective(UnaryOperator<HcscObjective> change);
}
