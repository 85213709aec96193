import {DocumentService} from '@avid/api/avid/document/v1/document_service';
// By its name, as a feature has this file of its own and the platform of the shell.
import {clientOf, newRequestId} from '@avid/platform';

/** One file on its way. The same again goes on where it stopped: the server says which parts it has. */
export class Uploading {
  private readonly requestId = newRequestId();
  private readonly leaving = new AbortController();
  private upload: {name: string; partSizeBytes: number} | undefined;

  constructor(readonly file: File, private readonly kind: string, private readonly customer: string) {}

  /** Sends what is missing; tells the bytes that have arrived. The document's name. */
  async send(told: (sentBytes: number) => void): Promise<string> {
    const documents = clientOf(DocumentService);
    const {signal} = this.leaving;
    this.upload ??= await documents.beginUpload({
      fileName: this.file.name, contentType: this.file.type || 'application/octet-stream', kind: this.kind, customer: this.customer,
      sizeBytes: BigInt(this.file.size), sha256: await sha256(this.file), requestId: this.requestId,
    }, {signal});
    const {name, partSizeBytes} = this.upload;
    const there = new Set((await documents.getUpload({name}, {signal})).parts);
    const parts = Math.ceil(this.file.size / partSizeBytes);
    for (let part = 0; part < parts; part++) {
      const end = Math.min((part + 1) * partSizeBytes, this.file.size);
      if (!there.has(part)) {
        const content = new Uint8Array(await this.file.slice(part * partSizeBytes, end).arrayBuffer());
        await documents.uploadPart({upload: name, part, content, requestId: `${this.requestId}/${part}`}, {signal});
      }
      told(end);
    }
    return (await documents.completeUpload({upload: name, requestId: `${this.requestId}/complete`}, {signal})).name;
  }

  cancel() {
    this.leaving.abort();
  }
}

async function sha256(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
