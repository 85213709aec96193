import {expect, test} from 'vitest';
import {withoutOptions} from '../without-options.mjs';

test('options in parentheses, and what declares them, are left out; all else stays', () => {
  const proto = `syntax = "proto3";
import "avid/option/v1/permission.proto";
import "avid/type/v1/money.proto";
import "buf/validate/validate.proto";
import "google/protobuf/timestamp.proto";
option java_multiple_files = true;
service S {
  // Says "option (x)" and [y].
  rpc Get(A) returns (B) {
    option idempotency_level = NO_SIDE_EFFECTS;
    option (avid.option.v1.permission) = {name: "a;b}", customer: true};
    option (google.api.http) = {get: "/v1/{name=a/*}"};
  }
}
message A {
  string name = 1 [
    (google.api.field_behavior) = REQUIRED,
    (buf.validate.field).string = {pattern: "^[a-z],]$", max_len: 100}
  ];
  repeated int32 n = 2 [deprecated = true, (buf.validate.field).repeated = {
    items: {int32: {gte: 0}}
  }];
}
`;
  const text = withoutOptions(proto);
  expect(text).toContain('import "avid/type/v1/money.proto";');
  expect(text).toContain('import "google/protobuf/timestamp.proto";');
  expect(text).not.toContain('permission.proto');
  expect(text).not.toContain('buf/validate');
  expect(text).toContain('option idempotency_level = NO_SIDE_EFFECTS;');
  expect(text).not.toContain('option (avid');
  expect(text).not.toContain('google.api');
  expect(text).toContain('string name = 1;');
  expect(text).toContain('repeated int32 n = 2 [deprecated = true];');
});
