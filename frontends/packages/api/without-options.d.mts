export function withoutOptions(proto: string): string;
