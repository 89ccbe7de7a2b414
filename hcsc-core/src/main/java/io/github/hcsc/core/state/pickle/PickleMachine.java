package io.github.hcsc.core.state.pickle;

import io.github.hcsc.core.state.pickle.AllowedNames.AllowedCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a pickle and returns what it builds: Long, BigInteger, Double, Boolean, String, ByteBuffer, {@code
 * Optional.empty()} for None, lists for lists and tuples, maps, what the allowed names make, and foreign objects.
 */
final class PickleMachine {
    private static final int MAX_PICKLE = 1 << 24;
    private static final int MAX_INSTRUCTIONS = 1 << 22;
    private static final int MAX_PROTOCOL = 5;
    /** What calls may take beyond the length of the pickle. */
    private static final int FREE = 1 << 16;
    /** Bytes of a pickle that an element of a list or a map has at least. */
    private static final int ELEMENT_BYTES = 4;

    private static final ForeignObject SET = new ForeignObject("builtins.set");

    private final PickleInput in;
    private final StorageSource storages;
    private final Map<Integer, Object> memo = new HashMap<>();
    private final List<List<Object>> marked = new ArrayList<>();
    private List<Object> stack = new ArrayList<>();
    private long start;
    private long taken;

    PickleMachine(PickleInput in, StorageSource storages) {
        this.in = in;
        this.storages = storages;
    }

    /** Runs to the end of the pickle. */
    Object run() throws IOException {
        start = in.position();
        for (int i = 0; i < MAX_INSTRUCTIONS && in.position() - start < MAX_PICKLE; i++) {
            int opcode = in.u8();
            if (opcode == Opcode.STOP) {
                return Structure.checked(known(pop()));
            }
            if (!(number(opcode) || text(opcode) || collection(opcode) || place(opcode) || call(opcode))) {
                throw new RefusedException(String.format(
                        Locale.ROOT, "its pickle has the instruction 0x%02x, which no file of weights needs", opcode));
            }
        }
        throw new RefusedException("its pickle is longer than any file of weights needs");
    }

    private static Object known(Object root) throws RefusedException {
        if (root instanceof ForeignObject foreign) {
            throw new RefusedException("its pickle refers to " + foreign.name()
                    + ", which is not among the names that a file of weights may use; nothing was executed");
        }
        return root;
    }

    private boolean number(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.NONE -> push(Optional.empty());
            case Opcode.NEWTRUE -> push(true);
            case Opcode.NEWFALSE -> push(false);
            case Opcode.BININT -> push((long) in.i32());
            case Opcode.BININT1 -> push((long) in.u8());
            case Opcode.BININT2 -> push((long) in.u16());
            case Opcode.LONG1 -> push(in.integer(in.u8()));
            case Opcode.BINFLOAT -> push(in.bigEndianDouble());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean text(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.BINUNICODE, Opcode.BINSTRING -> push(in.text(in.count()));
            case Opcode.SHORT_BINUNICODE, Opcode.SHORT_BINSTRING -> push(in.text(in.u8()));
            case Opcode.BINBYTES -> push(ByteBuffer.wrap(in.bytes(in.count())));
            case Opcode.SHORT_BINBYTES -> push(ByteBuffer.wrap(in.bytes(in.u8())));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean collection(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.EMPTY_LIST -> push(new ArrayList<>());
            case Opcode.EMPTY_DICT -> push(new LinkedHashMap<>());
            case Opcode.EMPTY_TUPLE -> push(List.of());
            case Opcode.EMPTY_SET -> push(SET);
            case Opcode.ADDITEMS -> append(popMarked());
            case Opcode.FROZENSET -> {
                popMarked();
                push(SET);
            }
            case Opcode.TUPLE1 -> push(List.copyOf(popLast(1)));
            case Opcode.TUPLE2 -> push(List.copyOf(popLast(2)));
            case Opcode.TUPLE3 -> push(List.copyOf(popLast(3)));
            case Opcode.TUPLE -> push(List.copyOf(popMarked()));
            case Opcode.APPEND -> append(popLast(1));
            case Opcode.APPENDS -> append(popMarked());
            case Opcode.SETITEM -> set(popLast(2));
            case Opcode.SETITEMS -> set(popMarked());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean place(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.MARK -> {
                marked.add(stack);
                stack = new ArrayList<>();
            }
            case Opcode.POP -> pop();
            case Opcode.POP_MARK -> popMarked();
            case Opcode.BINPUT -> memo.put(in.u8(), top());
            case Opcode.LONG_BINPUT -> memo.put(in.count(), top());
            case Opcode.MEMOIZE -> memo.put(memo.size(), top());
            case Opcode.BINGET -> push(remembered(in.u8()));
            case Opcode.LONG_BINGET -> push(remembered(in.count()));
            case Opcode.FRAME -> in.i64();
            case Opcode.PROTO -> requireProtocol(in.u8());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean call(int opcode) throws IOException {
        switch (opcode) {
            case Opcode.GLOBAL -> push(AllowedNames.find(in.line(), in.line()));
            case Opcode.STACK_GLOBAL -> {
                Arguments names = new Arguments("a name", popLast(2));
                push(AllowedNames.find(names.text(0), names.text(1)));
            }
            case Opcode.REDUCE, Opcode.NEWOBJ -> {
                Arguments call = new Arguments("a call", popLast(2));
                List<?> arguments = call.list(1);
                push(
                        call.at(0, Object.class) instanceof ForeignObject foreign
                                ? foreign
                                : called(call.at(0, AllowedCall.class), arguments));
            }
            case Opcode.BUILD -> {
                List<Object> pair = popLast(2);
                take(pair.subList(1, 2));
                push(AllowedNames.build(pair.get(0), pair.get(1)));
            }
            case Opcode.BINPERSID -> push(stored(new Arguments("a storage", popLast(1)).nested()));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** What is made of something foreign is foreign itself. */
    private Object called(AllowedCall function, List<?> arguments) throws RefusedException {
        for (Object argument : arguments) {
            if (argument instanceof ForeignObject) {
                return argument;
            }
        }
        take(arguments);
        return function.call(new Arguments("a call", arguments));
    }

    /**
     * Calls may copy what they are given, and a part that was built once is recalled by two bytes: so all that calls are given
     * must not be more than the pickle itself.
     */
    private void take(List<?> arguments) throws RefusedException {
        for (Object argument : arguments) {
            if (argument instanceof String text) {
                taken += text.length();
            } else if (argument instanceof List<?> list) {
                taken += (long) ELEMENT_BYTES * list.size();
            } else if (argument instanceof Map<?, ?> map) {
                taken += (long) ELEMENT_BYTES * map.size();
            }
        }
        if (taken > in.position() - start + FREE) {
            throw new RefusedException("its pickle copies its parts over and over, which no file of weights needs");
        }
    }

    private Object stored(Arguments id) throws IOException {
        if (id.size() > 1 && id.at(1, Object.class) instanceof ForeignObject foreign) {
            return foreign;
        }
        return storage(id);
    }

    private Storage storage(Arguments id) throws IOException {
        boolean isView = id.size() > 5 && id.at(5, Object.class) instanceof List<?>;
        if (!id.text(0).equals("storage") || isView) {
            throw new RefusedException("its pickle refers to data in a way that is not supported");
        }
        return storages.find(id.at(1, StorageType.class), id.text(2), id.integer(4));
    }

    private static void requireProtocol(int protocol) throws RefusedException {
        if (protocol < 2 || protocol > MAX_PROTOCOL) {
            throw new RefusedException(
                    "its pickle has protocol " + protocol + "; 2 to " + MAX_PROTOCOL + " can be read");
        }
    }

    private void append(List<Object> values) throws RefusedException {
        if (top() instanceof ForeignObject) {
            return;
        }
        if (!(top() instanceof ArrayList<?>)) {
            throw new RefusedException("its pickle appends to what is no list");
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) top();
        list.addAll(values);
    }

    private void set(List<Object> pairs) throws RefusedException {
        AllowedNames.putAll(top(), pairs);
    }

    private Object remembered(int place) throws RefusedException {
        Object value = memo.get(place);
        if (value == null) {
            throw new RefusedException("its pickle recalls what it never stored");
        }
        return value;
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object top() throws RefusedException {
        if (stack.isEmpty()) {
            throw new RefusedException("its pickle takes from an empty stack");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() throws RefusedException {
        Object value = top();
        stack.remove(stack.size() - 1);
        return value;
    }

    private List<Object> popLast(int count) throws RefusedException {
        if (stack.size() < count) {
            throw new RefusedException("its pickle takes from an empty stack");
        }
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> values = List.copyOf(tail);
        tail.clear();
        return values;
    }

    private List<Object> popMarked() throws RefusedException {
        if (marked.isEmpty()) {
            throw new RefusedException("its pickle takes from an empty stack");
        }
        List<Object> values = stack;
        stack = marked.remove(marked.size() - 1);
        return values;
    }

    /** Finds the elements a pickle refers to. */
    @FunctionalInterface
    interface StorageSource {
        Storage find(StorageType type, String key, long count) throws RefusedException;
    }
}
