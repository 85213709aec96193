package io.avid.local.issuer;

import io.avid.local.FrontEndAddressesFile;
import io.avid.local.issuer.DemoPeople.Organisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// The applications known to the issuer.
public final class Clients {

    /// Public, authorization code with PKCE: front ends.
    public static final String CONSOLE = "avid-console";
    /// Public, Auth0's password grant: `./avid login --user`.
    public static final String COMMAND_LINE = "avid-cli";
    /// The scope with which a page asks for a refresh token.
    static final String OFFLINE = "offline_access";
    private static final String SERVICE = "avid-service-";

    private Clients() {
    }

    /// The service account of an organisation, for client credentials.
    public static String service(Organisation organisation) {
        return SERVICE + organisation.id().substring("org_".length());
    }

    /// Its secret; the authorization server wants a different one for each.
    public static String serviceSecret(Organisation organisation) {
        return DemoPeople.PASSWORD + "-" + organisation.number();
    }

    static Optional<Organisation> organisationOfService(String clientId) {
        return DemoPeople.organisations().stream().filter(organisation -> service(organisation).equals(clientId)).findFirst();
    }

    /// @param avidPort where front ends are served from
    static List<RegisteredClient> registered(int avidPort) {
        List<RegisteredClient> clients = new ArrayList<>();
        TokenSettings tokens = TokenSettings.builder().accessTokenTimeToLive(AccessTokens.LIFETIME).build();
        List<String> frontEnds = FrontEndAddressesFile.origins(avidPort);
        clients.add(RegisteredClient.withId(CONSOLE).clientId(CONSOLE)
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                // By RFC 8252 a redirect to 127.0.0.1 may use any port.
                .redirectUri("http://127.0.0.1/callback")
                .redirectUri("http://127.0.0.1/silent-callback")
                .redirectUri("http://localhost:" + avidPort + "/callback")
                .redirectUri("http://localhost:" + avidPort + "/silent-callback")
                .redirectUris(redirects -> frontEnds.forEach(origin ->
                        List.of("/callback", "/silent-callback", "/popup-callback").forEach(path -> redirects.add(origin + path))))
                .redirectUri("http://127.0.0.1/popup-callback")
                .postLogoutRedirectUris(redirects -> frontEnds.forEach(origin -> redirects.add(origin + "/signed-out")))
                .scope("openid").scope("profile").scope("email").scope(OFFLINE)
                .clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(false).build())
                .tokenSettings(tokens).build());
        for (Organisation organisation : DemoPeople.organisations()) {
            clients.add(RegisteredClient.withId(service(organisation)).clientId(service(organisation))
                    .clientSecret("{noop}" + serviceSecret(organisation))
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .tokenSettings(tokens).build());
        }
        return clients;
    }
}
