package io.github.hcsc.train.eval.svm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the XML in which VOC describes an image. */
final class VocAnnotation {
    private VocAnnotation() {}

    /**
     * Returns the names of the classes an image shows; objects marked as difficult do not count, those of parts neither.
     *
     * @throws IOException if the file cannot be read or is no such XML
     */
    static Set<String> classes(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(stream);
            Set<String> classes = new TreeSet<>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("object")) {
                    addObject(xml, classes);
                }
            }
            return classes;
        } catch (XMLStreamException e) {
            throw new IOException(file + " is no annotation of VOC: " + e.getMessage(), e);
        }
    }

    /** Reads up to the end of an object; only what lies directly in it describes it. */
    private static void addObject(XMLStreamReader xml, Set<String> classes) throws XMLStreamException {
        String name = "";
        boolean difficult = false;
        while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
            switch (xml.getLocalName()) {
                case "name" -> name = xml.getElementText().strip();
                case "difficult" -> difficult = xml.getElementText().strip().equals("1");
                default -> skip(xml);
            }
        }
        if (!difficult && !name.isEmpty()) {
            classes.add(name);
        }
    }

    private static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
