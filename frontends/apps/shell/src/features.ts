import {useEffect, useState} from 'react';
import type {Feature, FeatureAddress} from '@avid/platform';
import {loadFeature, onFeatureLoaded} from '@avid/platform/remote';

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
    const take = (feature: Feature) => {
      if (!left) setLoaded((before) => new Map(before).set(feature.name, feature));
    };
    const silence = onFeatureLoaded(take);
    // One that fails is told in the place of its page; a retry there is heard of here.
    for (const address of addresses) loadFeature(address).then(take, () => undefined);
    return () => {
      left = true;
      silence();
    };
  }, [addresses]);
  return addresses.map((address) => ({address, feature: loaded.get(address.name)}));
}
