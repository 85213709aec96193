import {lazy, type ComponentType, type ReactElement} from 'react';
import type {RouteObject} from 'react-router';
import type {Person} from './session';

/**
 * The contract between the shell and its features. A remote exposes one as the default export of
 * "./feature"; the shell reads it by `readFeature`, which takes contracts one older and one newer than
 * its own: what an older one lacks has a default, what a newer one adds is not seen. So shell and
 * remotes are deployed in any order. What would break this rule is a new contract, served beside the
 * old one until no remote is left with it.
 */
export const CONTRACT = 1;

/** In both languages, chosen by the person's. */
export interface Label {
  en: string;
  de: string;
}

export interface NavigationItem {
  /** From the page's root: "/customers". */
  path: string;
  label: Label;
  icon?: ComponentType<{size?: number}>;
  /** Shown to who holds it; absent: to all who may load the feature. */
  permission?: string;
}

/** Something to do or a place to go to, in the command palette. */
export interface FeatureCommand {
  key: string;
  label: Label;
  /** Other words that find it. */
  keywords?: string;
  permission?: string;
  run(go: (path: string) => void): void;
}

/** Something that the feature found for the palette's query. */
export interface Found {
  key: string;
  label: string;
  note?: string;
  path: string;
}

export interface FeatureSearch {
  key: string;
  /** What it finds: "Customers". */
  label: Label;
  permission?: string;
  find(query: string, context: {signal: AbortSignal; language: 'en' | 'de'}): Promise<readonly Found[]>;
}

/** Something that needs a person today, on the shell's home page. */
export interface HomeCard {
  key: string;
  permission?: string;
  Card: ComponentType;
}

export interface Feature {
  contract: number;
  /** "customers": also the first segment of all its paths. */
  name: string;
  /** Relative to "/{name}". */
  routes: RouteObject[];
  navigation: readonly NavigationItem[];
  commands: readonly FeatureCommand[];
  searches: readonly FeatureSearch[];
  home: readonly HomeCard[];
}

/** The compiler holds a remote to the contract here, `readFeature` at run time. */
export function feature(parts: Omit<Feature, 'contract' | 'commands' | 'searches' | 'home'> & Partial<Pick<Feature, 'commands' | 'searches' | 'home'>>): Feature {
  return {contract: CONTRACT, commands: [], searches: [], home: [], ...parts};
}

/** Why a remote cannot be used, for the person and whoever they tell. */
export class FeatureFault extends Error {}

/** What a remote says of itself, checked: it is another build, perhaps of another day. */
export function readFeature(name: string, exposed: unknown): Feature {
  const given = (typeof exposed === 'object' && exposed !== null ? exposed : {}) as Record<string, unknown>;
  const contract = given.contract;
  if (typeof contract !== 'number') throw new FeatureFault(`${name} says no contract; expected ${CONTRACT}, or one older or newer.`);
  if (Math.abs(contract - CONTRACT) > 1) throw new FeatureFault(`${name} has contract ${contract}; this console knows ${CONTRACT}, and one older or newer. Deploy the older of the two.`);
  const routes = given.routes;
  if (!Array.isArray(routes)) throw new FeatureFault(`${name} has contract ${contract} but no routes.`);
  return {
    contract,
    name,
    routes: routes as RouteObject[],
    navigation: well<NavigationItem>(given.navigation, (item) => typeof item.path === 'string' && isLabel(item.label)),
    commands: well<FeatureCommand>(given.commands, (item) => typeof item.key === 'string' && isLabel(item.label) && typeof item.run === 'function'),
    searches: well<FeatureSearch>(given.searches, (item) => typeof item.key === 'string' && isLabel(item.label) && typeof item.find === 'function'),
    home: well<HomeCard>(given.home, (item) => typeof item.key === 'string' && Boolean(item.Card)),
  };
}

/** One item that this shell cannot read must not take the others with it. */
function well<T>(list: unknown, isOne: (item: Record<string, unknown>) => boolean): readonly T[] {
  if (!Array.isArray(list)) return [];
  return list.filter((item) => typeof item === 'object' && item !== null && isOne(item as Record<string, unknown>)) as T[];
}

function isLabel(value: unknown): boolean {
  const label = value as Partial<Label> | undefined;
  return typeof label?.en === 'string' && typeof label.de === 'string';
}

/** Whether the person may see something that asks for this permission. */
export function allows(person: Person, permission: string | undefined): boolean {
  return permission === undefined || person.permissions.has(permission);
}

/** A page of its own chunk, loaded when it is first shown. */
export function page(load: () => Promise<{default: ComponentType}>): ReactElement {
  const Page = lazy(load);
  return <Page />;
}
