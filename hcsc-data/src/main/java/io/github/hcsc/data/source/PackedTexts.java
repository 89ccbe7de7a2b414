package io.github.hcsc.data.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** Texts to which others can be added, kept as UTF-8 without an object of each: millions of paths fit into memory. */
final class PackedTexts extends AbstractList<String> implements RandomAccess {
    private static final int PER_BLOCK = 4096;

    private final List<Block> full = new ArrayList<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int[] ends = new int[PER_BLOCK];
    private int size;

    private record Block(byte[] bytes, int[] ends) {
        String get(int index) {
            int start = index == 0 ? 0 : ends[index - 1];
            return new String(bytes, start, ends[index] - start, StandardCharsets.UTF_8);
        }
    }

    @Override
    public boolean add(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        ends[size % PER_BLOCK] = bytes.size();
        size++;
        if (size % PER_BLOCK == 0) {
            full.add(new Block(bytes.toByteArray(), ends));
            bytes = new ByteArrayOutputStream();
            ends = new int[PER_BLOCK];
        }
        return true;
    }

    @Override
    public String get(int index) {
        int block = Objects.checkIndex(index, size) / PER_BLOCK;
        Block holder = block < full.size() ? full.get(block) : new Block(bytes.toByteArray(), ends);
        return holder.get(index % PER_BLOCK);
    }

    @Override
    public int size() {
        return size;
    }
}
