interface Policy {
  createScriptURL(url: string): unknown;
}

interface TrustedTypes {
  createPolicy(name: string, rules: {createScriptURL(url: string): string}): Policy;
}

const allowed = new Set<string>();
const allowedScripts = new Set<string>();
let policy: Policy | undefined;

/** The origins that scripts of features may come from; said once, from addresses.json, before any is loaded. */
export function allowScriptsFrom(origins: readonly string[]) {
  origins.forEach((origin) => allowed.add(origin));
}

/** One script of somebody else's that pages load, by its whole address: Stripe.js. */
export function allowScript(url: string) {
  allowedScripts.add(new URL(url).href);
}

/** For script.src where the browser enforces Trusted Types: a feature's remoteEntry.js, Stripe.js, and nothing else. */
export function trustedScriptUrl(url: string): unknown {
  const types = (window as {trustedTypes?: TrustedTypes}).trustedTypes;
  if (!types) return check(url);
  policy ??= types.createPolicy('avid-platform', {createScriptURL: check});
  return policy.createScriptURL(url);
}

function check(url: string): string {
  const {href, origin, pathname} = new URL(url);
  if (allowedScripts.has(href)) return url;
  if (!allowed.has(origin) || pathname !== '/remoteEntry.js') throw new TypeError(`${url} is neither the script of a feature nor Stripe’s in addresses.json.`);
  return url;
}
