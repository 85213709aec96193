package io.avid.document.pdf;

import com.ibm.icu.text.Bidi;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Tells the renderer which pieces of a page are written from right to left, by the first letter of
 * each that has a direction: what browsers do for {@code dir="auto"}, which the renderer does not know.
 * Without it, a number within an Arabic address would stand at the wrong end of it.
 */
final class WritingDirection {
    private static final Set<String> BLOCKS = Set.of("div", "p", "td", "th", "h1", "h2");

    private WritingDirection() {}

    /** Marks them. */
    static void mark(Document page) {
        NodeList elements = page.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (BLOCKS.contains(element.getTagName()) && Bidi.getBaseDirection(ownText(element)) == Bidi.RTL) {
                element.setAttribute("dir", "rtl");
            }
        }
    }

    private static String ownText(Element element) {
        var text = new StringBuilder();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() == Node.TEXT_NODE) {
                text.append(child.getNodeValue());
            }
        }
        return text.toString();
    }
}
