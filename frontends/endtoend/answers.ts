import {create, fromBinary, toBinary, type DescMessage, type DescMethodUnary, type MessageInitShape, type MessageShape} from '@bufbuild/protobuf';
import type {Page} from 'playwright-core';

const HEAD_BYTES = 5;

function frame(flags: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

/** Answers a method in the server's place, for what a demo business does not have. */
export async function answer<I extends DescMessage, O extends DescMessage>(page: Page, method: DescMethodUnary<I, O>, respond: (request: MessageShape<I>) => MessageInitShape<O>): Promise<void> {
  await page.route(`**/${method.parent.typeName}/${method.name}`, (route) => {
    const request = fromBinary(method.input, route.request().postDataBuffer()!.subarray(HEAD_BYTES));
    return route.fulfill({
      status: 200,
      headers: {'content-type': 'application/grpc-web+proto'},
      body: Buffer.concat([frame(0, toBinary(method.output, create(method.output, respond(request)))), frame(0x80, Buffer.from('grpc-status: 0\r\n'))]),
    });
  });
}
