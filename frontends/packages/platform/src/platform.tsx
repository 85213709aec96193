import {createContext, useContext, useSyncExternalStore, type ReactNode} from 'react';
import {createClient, type Client, type Transport} from '@connectrpc/connect';
import type {DescService} from '@bufbuild/protobuf';
import type {Addresses} from './addresses';
import {allows} from './feature';
import type {Overrides} from './overrides';
import type {Person, Session} from './session';

/** What a page stands on. There is one in a page, made by `start`. */
export interface Platform {
  /** The app that was started: "shell", or a feature that runs alone. */
  app: string;
  addresses: Addresses;
  overrides: Overrides;
  session: Session;
  transport: Transport;
}

let started: Platform | undefined;

const PlatformContext = createContext<Platform | undefined>(undefined);

export function PlatformProvider({platform, children}: {platform: Platform; children: ReactNode}) {
  started = platform;
  return <PlatformContext.Provider value={platform}>{children}</PlatformContext.Provider>;
}

export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error('This is shown outside of <PlatformProvider>; pages are shown by the shell or by start().');
  return platform;
}

/** Who is signed in. */
export function usePerson(): Person {
  const {session} = usePlatform();
  const state = useSyncExternalStore(session.subscribe, session.current);
  if (state.kind === 'signed-out') throw new Error('This is shown before anybody signed in.');
  return state.person;
}

/** Whether the person holds a permission, to show or leave out a button; the server decides by itself. */
export function usePermission(permission: string): boolean {
  return allows(usePerson(), permission);
}

export function Allowed({permission, children}: {permission: string; children: ReactNode}) {
  return usePermission(permission) ? children : null;
}

/** A client for what is outside of React: a search of the palette, a loop over pages, a stream. */
export function clientOf<S extends DescService>(service: S): Client<S> {
  if (!started) throw new Error('A call was made before the platform started.');
  return createClient(service, started.transport);
}

/** For `request_id`: made once per thing that a person wants done, and kept over its retries. */
export function newRequestId(): string {
  return crypto.randomUUID();
}
