import type {Customer} from '@avid/api/avid/customer/v1/customer';

/** "customers/abc" is a page's path and a resource's name alike. */
export function pathOf(name: string): string {
  return `/${name}`;
}

/** What people call a customer beside its name: its first external id. */
export function nameOf(customer: Customer): string {
  return customer.externalIds[0]?.value ?? '';
}
