package io.github.hcsc.core.state;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says why a file cannot be used, where Java's own message is the name of the file alone. */
public final class FileProblem {
    private FileProblem() {}

    /**
     * Describes a failure to a person.
     *
     * @param e what happened
     * @return a clause that names the file where that is known
     */
    public static String of(IOException e) {
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + " " + complaint(file);
        }
        if (e instanceof CharacterCodingException) {
            return "the file is not text in UTF-8";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static String complaint(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "is denied to this user";
        }
        if (e instanceof FileAlreadyExistsException || e instanceof NotDirectoryException) {
            return "is a file, not a folder";
        }
        return "is refused: " + e.getClass().getSimpleName();
    }
}
