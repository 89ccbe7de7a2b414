package io.github.hcsc.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;

/**
 * Compiles the cells of a notebook without running them: imports at the top of a class, declarations of types and methods
 * within it, all else in order in one method.
 */
final class NotebookCompiler {

    private static final String PATH = System.getProperty("java.class.path");

    private final StringBuilder imports = new StringBuilder();
    private final StringBuilder members = new StringBuilder();
    private final StringBuilder statements = new StringBuilder();

    private NotebookCompiler() {}

    /** Returns what the compiler has to say against the cells; lines that begin with a per cent sign are the kernel's. */
    static List<String> errors(List<String> cells, Path classes) throws IOException {
        NotebookCompiler compiler = new NotebookCompiler();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String cell : cells) {
                compiler.addAll(
                        shell.sourceCodeAnalysis(),
                        cell.lines().filter(line -> !line.startsWith("%")).collect(Collectors.joining("\n")));
            }
        }
        return compiler.compile(classes);
    }

    private void addAll(SourceCodeAnalysis analysis, String cell) {
        String rest = cell;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo next = analysis.analyzeCompletion(rest);
            if (!next.completeness().isComplete()) {
                throw new IllegalArgumentException("not whole: " + rest);
            }
            analysis.sourceToSnippets(next.source()).forEach(this::add);
            rest = next.remaining();
        }
    }

    private void add(Snippet snippet) {
        String source = snippet.source().strip();
        switch (snippet.kind()) {
            case IMPORT -> imports.append(source).append('\n');
            case METHOD, TYPE_DECL -> members.append("static ").append(source).append('\n');
            default -> statements.append(source).append(source.endsWith(";") ? "\n" : ";\n");
        }
    }

    private List<String> compile(Path classes) throws IOException {
        String program = imports + "class Cells {\n" + members + "static void run() throws Exception {\n" + statements
                + "}\n}\n";
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        compiler.getTask(
                        null,
                        null,
                        diagnostics,
                        List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-classpath", PATH),
                        null,
                        List.of(new Source(program)))
                .call();
        return diagnostics.getDiagnostics().stream()
                .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                .map(found -> program.lines()
                                .skip(found.getLineNumber() - 1)
                                .findFirst()
                                .orElse("") + ": " + found.getMessage(Locale.ROOT))
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(URI.create("string:///Cells.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
