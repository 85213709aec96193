package io.avid.architecture;

import io.avid.architecture.ArchitectureMap.Hearing;
import io.avid.architecture.ArchitectureMap.Module;
import io.avid.architecture.ArchitectureMap.Publication;
import io.avid.architecture.ArchitectureMap.Rpc;
import io.avid.architecture.ArchitectureMap.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of ARCHITECTURE.md that is written from the code, between two marks. */
final class ArchitecturePage {
    static final String COMMAND = "./avid architecture";
    static final String BEGIN = "<!-- From here on written by " + COMMAND + "; what is changed by hand is lost. -->";
    static final String END = "<!-- To here. -->";

    private final ArchitectureMap map;
    private final StringBuilder text = new StringBuilder();

    private ArchitecturePage(ArchitectureMap map) {
        this.map = map;
    }

    /**
     * A page with its part as this map has it; the rest of the page stays.
     *
     * @throws IllegalArgumentException if the page does not hold both marks once, in their order
     */
    static String with(String page, ArchitectureMap map) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin || page.indexOf(BEGIN, begin + 1) >= 0 || page.indexOf(END, end + 1) >= 0) {
            throw new IllegalArgumentException("The page holds not just one line \"" + BEGIN + "\" and after it one \"" + END
                    + "\", between which the map is written. Put them where it is to stand.");
        }
        return page.substring(0, begin) + BEGIN + "\n\n" + of(map) + "\n" + page.substring(end);
    }

    /** What makes a page stale: the lines in which it differs from the map; empty if it is not. */
    static Optional<String> stale(String page, ArchitectureMap map) {
        List<String> is = page.lines().toList();
        List<String> should = with(page, map).lines().toList();
        if (is.equals(should)) {
            return Optional.empty();
        }
        String missing = should.stream().filter(line -> !is.contains(line)).map(line -> "\n+ " + line).collect(Collectors.joining());
        String wrong = is.stream().filter(line -> !should.contains(line)).map(line -> "\n- " + line).collect(Collectors.joining());
        return Optional.of("ARCHITECTURE.md does not say what the code says. Run " + COMMAND + " and commit what it writes." + missing + wrong);
    }

    static String of(ArchitectureMap map) {
        var page = new ArchitecturePage(map);
        page.diagram();
        page.modules();
        page.calls();
        page.events();
        page.stores();
        return page.text.toString();
    }

    private void diagram() {
        line("An arrow is a call, a dotted one events; a drum is what a module keeps. The edge calls every module, for those whose token allows it.");
        line("");
        line("```mermaid");
        line("flowchart LR");
        line("  edge([edge])");
        subgraph("orchestrators", "orchestrators", false);
        subgraph("core", "core services", true);
        line("  edge --> orchestrators");
        line("  edge --> core");
        for (Module caller : map.modules()) {
            for (Module called : map.modules()) {
                if (!map.called(caller.name(), called.name()).isEmpty()) {
                    line("  " + caller.name() + " --> " + called.name());
                }
            }
        }
        for (Module publisher : map.modules()) {
            for (String hearer : hearersOf(publisher.name())) {
                line("  " + publisher.name() + " -.-> " + hearer);
            }
        }
        for (Module module : map.modules()) {
            String kept = Stream.of(Store.values()).filter(store -> !map.kept(module.name(), store).isEmpty())
                    .map(store -> store.product() + ": " + String.join(", ", map.kept(module.name(), store)))
                    .collect(Collectors.joining("<br>"));
            if (!kept.isEmpty()) {
                line("  " + module.name() + " --- " + module.name() + "_keeps[(\"" + kept + "\")]");
            }
        }
        line("```");
        line("");
    }

    private void subgraph(String id, String title, boolean core) {
        line("  subgraph " + id + "[\"" + title + "\"]");
        map.modules().stream().filter(module -> module.core() == core).forEach(module -> line("    " + module.name()));
        line("  end");
    }

    /** Other modules than itself that hear some event of a module. */
    private SortedSet<String> hearersOf(String publisher) {
        return map.published().stream().filter(publication -> publication.module().equals(publisher))
                .flatMap(publication -> hearings(publication).map(Hearing::module))
                .filter(hearer -> !hearer.equals(publisher))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<Hearing> hearings(Publication publication) {
        return map.subscriptions().stream().filter(hearing -> hearing.hears(publication));
    }

    private void modules() {
        table("### Modules", "module", "what", "RPCs", "of them open to customers", "called by");
        for (Module module : map.modules()) {
            row(module.name(), module.core() ? "core service" : "orchestrator", count(module.rpcs()),
                    count(module.rpcs().stream().filter(Rpc::customers).toList()), listed("edge", map.callersOf(module.name())));
        }
        line("");
    }

    private static String count(Collection<?> things) {
        return String.format(Locale.ROOT, "%d", things.size());
    }

    private static String listed(String first, Collection<String> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).collect(Collectors.joining(", "));
    }

    private void calls() {
        table("### Calls", "caller", "called", "RPCs");
        for (Module caller : map.modules()) {
            for (Module called : map.modules()) {
                Set<String> rpcs = map.called(caller.name(), called.name());
                if (!rpcs.isEmpty()) {
                    row(caller.name(), called.name(), String.join(", ", rpcs));
                }
            }
        }
        line("");
    }

    private void events() {
        table("### Events", "event", "published by", "heard by");
        for (String event : map.published().stream().map(Publication::event).collect(Collectors.toCollection(TreeSet::new))) {
            List<Publication> publications = map.published().stream().filter(publication -> publication.event().equals(event)).toList();
            String heard = publications.stream().flatMap(this::hearings).sorted()
                    .map(hearing -> hearing.module() + " (" + hearing.subscription() + ")").distinct().collect(Collectors.joining(", "));
            row(event, publications.stream().map(Publication::module).collect(Collectors.joining(", ")), heard.isEmpty() ? "nobody yet" : heard);
        }
        line("");
    }

    private void stores() {
        var columns = new ArrayList<>(List.of("module"));
        Stream.of(Store.values()).map(Store::product).forEach(columns::add);
        table("### Stores", columns.toArray(String[]::new));
        for (Module module : map.modules()) {
            var cells = new ArrayList<>(List.of(module.name()));
            Stream.of(Store.values()).map(store -> String.join(", ", map.kept(module.name(), store))).forEach(cells::add);
            row(cells.toArray(String[]::new));
        }
        line("");
        line("Each module's database, index prefix and container are its own. Beside what is named, the platform keeps in a module's database what its"
                + " events and processes need: " + String.join(", ", map.keptByThePlatform()) + ".");
    }

    private void table(String heading, String... columns) {
        line(heading);
        line("");
        row(columns);
        row(Stream.of(columns).map(_ -> "---").toArray(String[]::new));
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
