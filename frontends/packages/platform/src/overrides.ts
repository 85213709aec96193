import type {Addresses} from './addresses';

/** A developer's build in place of a feature's. */
export interface Override {
  feature: string;
  origin: string;
}

export interface Overrides {
  active: readonly Override[];
  /** What was asked for and is not done, in words. */
  refused: readonly string[];
}

const KEY = 'avid.overrides';

/**
 * What ?override=customers=http://localhost:4201 asks for (several: separated by commas, or said again). It
 * lasts as long as the tab, since the way through the login loses the query. "?override=" ends it.
 */
export function readOverrides(addresses: Addresses, query: URLSearchParams, memory: Storage): Overrides {
  if (query.has('override')) memory.setItem(KEY, query.getAll('override').join(','));
  const active: Override[] = [];
  const refused: string[] = [];
  for (const wanted of (memory.getItem(KEY) ?? '').split(',').filter((each) => each !== '')) {
    const [feature = '', ...rest] = wanted.split('=');
    const origin = rest.join('=');
    if (addresses.overrideOrigins.length === 0) refused.push(`${wanted}: overrides are switched off here`);
    else if (!addresses.features.some((known) => known.name === feature)) refused.push(`${wanted}: there is no feature "${feature}"`);
    else if (!addresses.overrideOrigins.includes(origin)) refused.push(`${wanted}: ${origin || 'nothing'} is not among ${addresses.overrideOrigins.join(', ')}`);
    else active.push({feature, origin});
  }
  return {active, refused};
}

export function forgetOverrides(memory: Storage) {
  memory.removeItem(KEY);
}

/** The addresses with the overridden features at their developers' origins. */
export function withOverrides(addresses: Addresses, {active}: Overrides): Addresses {
  return {
    ...addresses,
    features: addresses.features.map((feature) => ({...feature, origin: active.find((each) => each.feature === feature.name)?.origin ?? feature.origin})),
  };
}
