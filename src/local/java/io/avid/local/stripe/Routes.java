package io.avid.local.stripe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Which resource answers which method and path.
final class Routes {

    /// Answers with an object, which is then expanded.
    @FunctionalInterface
    interface Handler {
        ObjectNode handle(Call call);
    }

    /// @param segments of the path; `*` takes an id
    /// @param changes false where it only reads
    private record Route(String method, List<String> segments, boolean changes, Handler handler) {

        Optional<Match> match(String wantedMethod, List<String> path) {
            if (!method.equals(wantedMethod) || path.size() != segments.size()) {
                return Optional.empty();
            }
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (segments.get(i).equals("*")) {
                    ids.add(path.get(i));
                } else if (!segments.get(i).equals(path.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new Match(handler, ids, changes));
        }
    }

    /// What answers a request.
    record Match(Handler handler, List<String> ids, boolean changes) {
    }

    private final List<Route> routes = new ArrayList<>();

    void get(String path, Handler handler) {
        routes.add(new Route("GET", segments(path), false, handler));
    }

    void post(String path, Handler handler) {
        routes.add(new Route("POST", segments(path), true, handler));
    }

    void delete(String path, Handler handler) {
        routes.add(new Route("DELETE", segments(path), true, handler));
    }

    Optional<Match> find(String method, String path) {
        List<String> segments = segments(path);
        return routes.stream().flatMap(route -> route.match(method, segments).stream()).findFirst();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/"));
    }
}
