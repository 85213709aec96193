package io.avid.cli.connection;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.avid.cli.terminal.CommandFailure;
import io.avid.cli.terminal.JsonText;
import io.avid.cli.terminal.Surroundings;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Who is logged in at one copy of Avid, kept between commands.
 *
 * @param token what the calls carry
 * @param who for people: "finance of organisation 1"
 * @param command how to log in so again, without a password
 */
public record Login(AccessToken token, String who, String command) {
    private static final String FILE = "login.json";
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** A token that a script brings with it; it goes before the login that is kept. */
    public static final String TOKEN_VARIABLE = "AVID_TOKEN";

    /** The login that counts, if its token has not ended. */
    public static Login current(Surroundings surroundings, StateFolder state) {
        Login login = fromEnvironment(surroundings).or(() -> kept(state)).orElseThrow(() -> new CommandFailure(
                "You are not logged in. Log in by ./avid login --demo finance (local mode) or ./avid login --user NAME."));
        Instant now = surroundings.time().instant();
        login.token.expires().filter(expires -> !expires.isAfter(now)).ifPresent(expires -> {
            throw new CommandFailure("The login of " + login.who + " ended at " + hour(expires)
                    + ". Log in again by " + login.command + ".");
        });
        return login;
    }

    private static Optional<Login> fromEnvironment(Surroundings surroundings) {
        String token = surroundings.environment().getOrDefault(TOKEN_VARIABLE, "").strip();
        return token.isEmpty() ? Optional.empty()
                : Optional.of(new Login(AccessToken.of(token), "the token in " + TOKEN_VARIABLE, "setting " + TOKEN_VARIABLE + " anew"));
    }

    private static Optional<Login> kept(StateFolder state) {
        return state.read(FILE).map(text -> {
            try {
                JsonObject file = JsonParser.parseString(text).getAsJsonObject();
                return new Login(AccessToken.of(file.get("access_token").getAsString()),
                        file.get("who").getAsString(), file.get("command").getAsString());
            } catch (JsonParseException | IllegalStateException | NullPointerException e) {
                throw new CommandFailure("The login that was kept cannot be read. Log in again by ./avid login.", e);
            }
        });
    }

    /** Keeps it for the commands to come. */
    public void keep(StateFolder state) {
        state.write(FILE, JsonText.object(json -> json
                .name("access_token").value(token.value())
                .name("who").value(who)
                .name("command").value(command)) + "\n");
    }

    /** Forgets the login that is kept; whether there was one. */
    public static boolean forget(StateFolder state) {
        return state.delete(FILE);
    }

    /** When it ends, for people; empty where the token does not say. */
    public Optional<String> ends() {
        return token.expires().map(Login::hour);
    }

    private static String hour(Instant instant) {
        return HOUR.format(instant.atZone(ZoneId.systemDefault()));
    }
}
