package io.github.hcsc.train.cli;

import io.github.hcsc.core.encoder.EncoderFactory;
import io.github.hcsc.train.weights.EncoderOrigin;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** An encoder of one's own, by the class that builds it. No class is loaded but the one that is named here. */
final class EncoderFactoryOption {
    @Option(
            names = "--encoder-factory",
            paramLabel = "CLASS",
            converter = Loader.class,
            description = "Class that builds an encoder of one's own: a public EncoderFactory with a public constructor"
                    + " without arguments, on the class path (HCSC_CLASSPATH of bin/hcsc). Default: the encoder is this"
                    + " library's.")
    private Optional<EncoderFactory> factory = Optional.empty();

    Optional<EncoderFactory> factory() {
        return factory;
    }

    /** What to type for an encoder that this library does not build. */
    static String advice(EncoderOrigin origin) {
        return origin.isNamed()
                ? "If you trust that class, add " + of(origin)
                : "Open it from the program that trained it, or name a class that makes the same network with "
                        + of(origin);
    }

    /** This option as it is typed for the factory of an origin. */
    static String of(EncoderOrigin origin) {
        String name = origin.isNamed() ? origin.toString() : "CLASS";
        return "--encoder-factory " + (name.contains("$") ? "'" + name + "'" : name);
    }

    /** Loads a class by its name and makes an object of it, once it is known to be a factory. */
    static final class Loader implements ITypeConverter<EncoderFactory> {
        @Override
        public EncoderFactory convert(String name) {
            try {
                return constructor(Class.forName(
                                name, false, Thread.currentThread().getContextClassLoader()))
                        .newInstance();
            } catch (ClassNotFoundException e) {
                throw refusal("must name a class on the class path", name, e);
            } catch (ReflectiveOperationException | LinkageError e) {
                throw refusal("must name a class that can be made (" + reason(e) + ")", name, e);
            }
        }

        private static Constructor<? extends EncoderFactory> constructor(Class<?> found) {
            String rule = "must name a public class with a public constructor without arguments that implements "
                    + EncoderFactory.class.getName();
            if (!EncoderFactory.class.isAssignableFrom(found)
                    || !Modifier.isPublic(found.getModifiers())
                    || Modifier.isAbstract(found.getModifiers())) {
                throw refusal(rule, found.getName(), new IllegalArgumentException(found.toString()));
            }
            try {
                return found.asSubclass(EncoderFactory.class).getConstructor();
            } catch (NoSuchMethodException e) {
                throw refusal(rule, found.getName(), e);
            }
        }

        private static String reason(Throwable e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return cause.toString();
        }

        private static TypeConversionException refusal(String rule, String name, Throwable cause) {
            TypeConversionException refusal = new TypeConversionException(rule + ", but was " + name);
            refusal.initCause(cause);
            return refusal;
        }
    }
}
