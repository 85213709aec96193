/**
 * Where everything is, read when the page runs, so that one build serves every environment. Served as
 * /addresses.json by each front end's own host.
 */
export interface Addresses {
  /** "local", "staging", "production": shown to people where it is not the last. */
  environment: string;
  /** Origin of gRPC-web; empty: where the page came from. */
  api: string;
  login: {
    /** The OpenID issuer, as its tokens name it. */
    issuer: string;
    clientId: string;
    audience: string;
    /** "offline_access" among them where the issuer gives refresh tokens to pages, as Auth0 does. */
    scope: string;
  };
  /** The console, for a feature that runs alone and leads to a page of another one. */
  shell: string;
  /** In the order of the navigation. */
  features: readonly FeatureAddress[];
  /** Where Stripe.js is; undefined where nobody pays in a page. The edge's policy lets it in. */
  stripeScript: string | undefined;
  /** Origins that ?override= may name; empty switches it off. */
  overrideOrigins: readonly string[];
}

export interface FeatureAddress {
  name: string;
  /** The origin that remoteEntry.js is at. */
  origin: string;
  /** Who holds none of these does not load it. */
  permissions: readonly string[];
  /** What the navigation says while the feature itself has not said it, or cannot. */
  label: {en: string; de: string};
}

export async function fetchAddresses(): Promise<Addresses> {
  const response = await fetch('/addresses.json', {cache: 'no-cache'});
  if (!response.ok) throw new Error(`/addresses.json answered ${response.status}; expected where the features, the API and the login are.`);
  return readAddresses(await response.json());
}

/** Says what is wrong with the file, since a person wrote it. Fields that it does not know are left alone. */
export function readAddresses(json: unknown): Addresses {
  const file = record(json, 'the file');
  const login = record(file.login, 'login');
  return {
    environment: text(file.environment, 'environment'),
    api: file.api === '' ? '' : originOf(file.api, 'api'),
    login: {
      issuer: text(login.issuer, 'login.issuer'),
      clientId: text(login.clientId, 'login.clientId'),
      audience: text(login.audience, 'login.audience'),
      scope: text(login.scope, 'login.scope'),
    },
    shell: originOf(file.shell, 'shell'),
    features: list(file.features, 'features').map((each, at) => {
      const feature = record(each, `features[${at}]`);
      const label = record(feature.label, `features[${at}].label`);
      return {
        name: text(feature.name, `features[${at}].name`),
        origin: originOf(feature.origin, `features[${at}].origin`),
        permissions: list(feature.permissions, `features[${at}].permissions`).map((permission) => text(permission, `features[${at}].permissions`)),
        label: {en: text(label.en, `features[${at}].label.en`), de: text(label.de, `features[${at}].label.de`)},
      };
    }),
    stripeScript: file.stripe === undefined ? undefined : address(record(file.stripe, 'stripe').script, 'stripe.script'),
    overrideOrigins: list(file.overrideOrigins, 'overrideOrigins').map((origin) => originOf(origin, 'overrideOrigins')),
  };
}

function refuse(what: string, given: unknown, expected: string): never {
  throw new Error(`addresses.json: ${what} is ${JSON.stringify(given) ?? 'missing'}; expected ${expected}.`);
}

function record(value: unknown, what: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : refuse(what, value, 'an object');
}

function list(value: unknown, what: string): readonly unknown[] {
  return Array.isArray(value) ? value : refuse(what, value, 'a list');
}

function text(value: unknown, what: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(what, value, 'a text');
}

function address(value: unknown, what: string): string {
  const given = text(value, what);
  return URL.canParse(given) ? given : refuse(what, given, 'an address such as https://js.stripe.com/clover/stripe.js');
}

function originOf(value: unknown, what: string): string {
  const given = text(value, what);
  if (!URL.canParse(given) || new URL(given).origin !== given) refuse(what, given, 'an origin such as https://customers.example.com, without a path');
  return given;
}
