import {useMemo} from 'react';
import {useQuery} from '@tanstack/react-query';
import {OverviewService} from '@avid/api/avid/overview/v1/overview_service';
import type {NamedCustomerAgeing} from '@avid/api/avid/overview/v1/overview';
import type {MoneyAmount} from '@avid/kit';
import {clientOf} from '@avid/platform';

/** Which debts a list is about, by how late the oldest part of them is. */
export const DEBTS = ['owing', 'late', 'late30', 'late60', 'late90'] as const;
export type Debt = (typeof DEBTS)[number];

const BUCKETS: Readonly<Record<Debt, readonly string[]>> = {
  owing: ['current', '1-30', '31-60', '61-90', '90+'],
  late: ['1-30', '31-60', '61-90', '90+'],
  late30: ['31-60', '61-90', '90+'],
  late60: ['61-90', '90+'],
  late90: ['90+'],
};

/** A customer who owes. */
export interface Owing {
  name: string;
  displayName: string;
  number: string;
  owed: MoneyAmount;
  /** What of it is as late as was asked. */
  late: MoneyAmount;
}

/** Those who owe something as late as this, who owes most of it first; `query` is part of a name or number. */
export function owingOf(customers: readonly NamedCustomerAgeing[], currencyCode: string, debt: Debt, query: string): Owing[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return customers
    .map((each) => ({
      name: each.customer,
      displayName: each.displayName,
      number: each.externalIds[0]?.value ?? '',
      owed: {currencyCode, minorUnits: each.totalMinor},
      late: {currencyCode, minorUnits: BUCKETS[debt].reduce((sum, bucket) => sum + (each.bucketsMinor[bucket] ?? 0n), 0n)},
    }))
    .filter((each) => each.late.minorUnits > 0n && words.every((word) => `${each.displayName} ${each.number}`.toLowerCase().includes(word)))
    .sort((one, other) => (one.late.minorUnits === other.late.minorUnits ? one.displayName.localeCompare(other.displayName) : one.late.minorUnits > other.late.minorUnits ? -1 : 1));
}

/** Everybody who owes, of which the ageing tells a thousand at a time. */
async function ageingOfAll(signal: AbortSignal) {
  const customers: NamedCustomerAgeing[] = [];
  let pageToken = '';
  let currencyCode = '';
  do {
    const page = await clientOf(OverviewService).getAgeing({perCustomer: true, pageToken}, {signal});
    customers.push(...page.byCustomer);
    ({nextPageToken: pageToken, currencyCode} = page);
  } while (pageToken);
  return {customers, currencyCode};
}

export function useOwing(debt: Debt | undefined, query: string) {
  const {data, error, refetch} = useQuery({queryKey: ['customers', 'owing'], queryFn: ({signal}) => ageingOfAll(signal), enabled: debt !== undefined});
  const owing = useMemo(() => (data && debt ? owingOf(data.customers, data.currencyCode, debt, query) : undefined), [data, debt, query]);
  return {owing, failure: error ?? undefined, retry: () => void refetch()};
}
