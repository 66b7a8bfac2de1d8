package io.syncpipeline.maxcompute.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A submitted job with its one SQL task.
 *
 * @param taskName the name that status and result must repeat
 * @param query the statement, with its semicolon
 * @param guid the client's own id of the job; empty when it sent none
 * @param mayEvolve whether its settings allow it to drop, rename and retype columns
 */
record SqlJob(String taskName, String query, String guid, boolean mayEvolve) {

    private static final Set<String> DDL_WORDS = Set.of("CREATE", "DROP", "ALTER", "TRUNCATE");

    static SqlJob read(Spool body) {
        try (InputStream in = body.open()) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Document document = factory.newDocumentBuilder().parse(in);
            return new SqlJob(
                    text(document.getElementsByTagName("SQL"), "Name", "AnonymousSQLTask"),
                    textOf(document, "Query"),
                    textOf(document, "Guid"),
                    mayEvolve(document));
        } catch (SAXException | ParserConfigurationException failure) {
            throw new ServiceException(400, "InvalidJob", "The job is not readable: " + failure.getMessage());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The settings are a JSON object in one of the properties. */
    private static boolean mayEvolve(Document document) throws IOException {
        NodeList properties = document.getElementsByTagName("Property");
        for (int i = 0; i < properties.getLength(); i++) {
            String[] parts = properties.item(i).getTextContent().strip().split("\\{", 2);
            if (parts[0].strip().equals("settings") && parts.length == 2) {
                return new ObjectMapper()
                        .readTree("{" + parts[1])
                        .path("odps.sql.allow.schema.evolution")
                        .asText()
                        .equals("true");
            }
        }
        return false;
    }

    private static String text(NodeList parents, String child, String otherwise) {
        if (parents.getLength() == 0) {
            return otherwise;
        }
        NodeList children = parents.item(0).getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i).getNodeName().equals(child)) {
                return children.item(i).getTextContent();
            }
        }
        return otherwise;
    }

    private static String textOf(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    /** Whether the statement changes a definition, or truncates. */
    boolean isDdl() {
        String start = query.stripLeading();
        int end = 0;
        while (end < start.length() && Character.isLetter(start.charAt(end))) {
            end++;
        }
        return DDL_WORDS.contains(start.substring(0, end).toUpperCase(Locale.ROOT));
    }
}
