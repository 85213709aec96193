import {useEffect, useState} from 'react';
import type {Feature, FeatureAddress} from '@avid/platform';
import {loadFeature} from '@avid/platform/remote';

export interface LoadedFeature {
  address: FeatureAddress;
  /** Not yet, or it cannot be loaded: its page tells and tries again. */
  feature: Feature | undefined;
}

/** What the features that a person may use bring to navigation, palette and home page; each as it arrives. */
export function useFeatures(addresses: readonly FeatureAddress[]): readonly LoadedFeature[] {
  const [loaded, setLoaded] = useState<ReadonlyMap<string, Feature>>(new Map());
  useEffect(() => {
    let left = false;
    for (const address of addresses) {
      loadFeature(address).then(
        (feature) => {
          if (!left) setLoaded((before) => new Map(before).set(address.name, feature));
        },
        (failure: unknown) => console.warn(failure instanceof Error ? failure.message : failure),
      );
    }
    return () => {
      left = true;
    };
  }, [addresses]);
  return addresses.map((address) => ({address, feature: loaded.get(address.name)}));
}
