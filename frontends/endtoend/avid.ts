import {get} from 'node:http';
import {create} from '@bufbuild/protobuf';
import {createClient, type Client} from '@connectrpc/connect';
import {createGrpcWebTransport} from '@connectrpc/connect-web';
import type {DescService} from '@bufbuild/protobuf';
import {BillingService} from '@avid/api/avid/billing/v1/billing_service';
import {InvoiceSchema} from '@avid/api/avid/invoice/v1/invoice';
import {InvoiceService} from '@avid/api/avid/invoice/v1/invoice_service';
import {ProcessState, type Process} from '@avid/api/avid/process/v1/process';
import {SHELL} from './browser';

const PORT = new URL(SHELL).port;
const DEMO_ORGANISATION = 3;

interface AddressesFile {
  login: {issuer: string; scope: string};
  stripe: {script: string; frames: string[]};
}

/** What the pages read when they run. By the Host header, since not every resolver knows *.localhost. */
export function addresses(): Promise<AddressesFile> {
  return new Promise((done, failed) => {
    get({host: '127.0.0.1', port: PORT, path: '/addresses.json', headers: {host: new URL(SHELL).host}}, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => done(JSON.parse(text) as AddressesFile));
    }).on('error', failed);
  });
}

async function tokenOf(role: string): Promise<string> {
  const {login} = await addresses();
  const answer = await fetch(`${login.issuer}demo/token`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({role, organisation: DEMO_ORGANISATION})});
  return ((await answer.json()) as {access_token: string}).access_token;
}

/** What a test needs done by another way than the page that it tries: as a role of the demo organisation. */
export class Business {
  private constructor(private readonly token: string) {}

  static async as(role: string): Promise<Business> {
    return new Business(await tokenOf(role));
  }

  /** "customers/{id}" of the demo organisation's own customer login. */
  static async customerOfLogin(): Promise<string> {
    const claims = JSON.parse(Buffer.from((await tokenOf('customer')).split('.')[1]!, 'base64url').toString()) as {avid_customer: string};
    return claims.avid_customer;
  }

  client<S extends DescService>(service: S): Client<S> {
    const transport = createGrpcWebTransport({
      baseUrl: `http://localhost:${PORT}`,
      interceptors: [(next) => (request) => {
        request.header.set('Authorization', `Bearer ${this.token}`);
        return next(request);
      }],
    });
    return createClient(service, transport);
  }

  /** Raises an invoice of one line; its number. */
  async raise(customer: string, minorUnits: bigint): Promise<string> {
    const started = await this.client(BillingService).raiseInvoice({
      source: {case: 'invoice', value: create(InvoiceSchema, {customer, currencyCode: 'USD', paymentTermsDays: 14, lines: [{description: 'Sourdough, one crate', quantity: '1', unitPriceMinor: minorUnits}]})},
      requestId: crypto.randomUUID(),
    });
    const ended = await this.ended(started.name);
    const {number} = await this.client(InvoiceService).getInvoice({name: ended.references['invoice']!});
    return number;
  }

  private async ended(name: string): Promise<Process> {
    for (const end = Date.now() + 30_000; Date.now() < end; ) {
      const process = await this.client(BillingService).getProcess({name});
      if (process.state === ProcessState.SUCCEEDED) return process;
      if (process.state === ProcessState.FAILED) throw new Error(`${name}: ${process.message}`);
      await new Promise((resume) => setTimeout(resume, 200));
    }
    throw new Error(`${name} did not end within 30 s.`);
  }
}
