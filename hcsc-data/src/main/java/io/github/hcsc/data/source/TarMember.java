package io.github.hcsc.data.source;

/**
 * An image within a tar file.
 *
 * @param name its path
 * @param offset where its bytes begin; negative for a link
 * @param size how many they are
 * @param label the class that a file beside it names, perhaps empty
 */
record TarMember(String name, long offset, int size, String label) {
    private static final int LINK = -1;

    static TarMember link(String name) {
        return new TarMember(name, LINK, 0, "");
    }

    TarMember at(TarMember place) {
        return new TarMember(name, place.offset, place.size, label);
    }

    TarMember labelled(String text) {
        return new TarMember(name, offset, size, text);
    }

    boolean isLink() {
        return offset == LINK;
    }

    /** The name of the folder it lies in, empty at the root. */
    String folder() {
        int last = name.lastIndexOf('/');
        String folder = name.substring(name.lastIndexOf('/', last - 1) + 1, Math.max(last, 0));
        return folder.equals(".") ? "" : folder;
    }
}
