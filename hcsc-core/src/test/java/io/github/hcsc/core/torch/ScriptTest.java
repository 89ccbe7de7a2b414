package io.github.hcsc.core.torch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ScriptTest {

    @Test
    void namesTheTextThatIsMissing() {
        Script script = new Script(ScriptTest.class, "none.py");

        assertThatThrownBy(() -> script.number(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The resource none.py is missing beside io.github.hcsc.core.torch.ScriptTest");
    }
}
