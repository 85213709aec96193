import {InMemoryWebStorage, UserManager, WebStorageStateStore, type User} from 'oidc-client-ts';
import type {Addresses} from './addresses';

/** Who is signed in, as the tokens say. The server decides by the same token; this only shapes the page. */
export interface Person {
  /** As people know them. */
  name: string;
  email: string;
  /** The token's sub. */
  actor: string;
  organisation: string;
  permissions: ReadonlySet<string>;
  /** "customers/{id}" where this is a customer's own login. */
  customer: string | undefined;
}

export type SessionState =
  | {kind: 'signed-out'}
  | {kind: 'signed-in'; person: Person}
  /** The token is no longer good and could not be renewed; the page stays as it is. */
  | {kind: 'ended'; person: Person};

/** Paths that the issuer sends the browser back to. They are the same on every front end's host. */
export const CALLBACKS = {redirect: '/callback', silent: '/silent-callback', popup: '/popup-callback', signedOut: '/signed-out'} as const;

/**
 * The person's session: authorization code with PKCE. Tokens are in memory alone, so a script of another
 * page never finds them; a reload gets new ones by a way through the issuer, whose own session tells who
 * it is. What stands in sessionStorage is the state of a login under way, which ends with it.
 *
 * When the token cannot be renewed the page is not left: calls wait, a dialog says so, and go on when the
 * person has signed in again in a window of its own. What was typed is still there.
 */
export class Session {
  private readonly users: UserManager;
  private readonly listeners = new Set<() => void>();
  private user: User | null = null;
  private state: SessionState = {kind: 'signed-out'};
  private waiting: (() => void)[] = [];

  constructor(login: Addresses['login'], origin: string) {
    this.users = new UserManager({
      authority: login.issuer,
      client_id: login.clientId,
      redirect_uri: origin + CALLBACKS.redirect,
      silent_redirect_uri: origin + CALLBACKS.silent,
      popup_redirect_uri: origin + CALLBACKS.popup,
      post_logout_redirect_uri: origin + CALLBACKS.signedOut,
      response_type: 'code',
      scope: login.scope,
      extraQueryParams: {audience: login.audience},
      extraTokenParams: {audience: login.audience},
      userStore: new WebStorageStateStore({store: new InMemoryWebStorage()}),
      automaticSilentRenew: true,
      monitorSession: false,
      loadUserInfo: false,
      silentRequestTimeoutInSeconds: 8,
    });
    this.users.events.addUserLoaded((user) => this.accept(user));
    this.users.events.addAccessTokenExpired(() => this.end());
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  current = (): SessionState => this.state;

  /** The page is one that the issuer sent the browser back to: take what it says. */
  async returned(path: string): Promise<string | undefined> {
    if (path === CALLBACKS.redirect) {
      const user = await this.users.signinRedirectCallback();
      this.accept(user);
      return typeof user.state === 'string' && user.state.startsWith('/') && !user.state.startsWith('//') ? user.state : '/';
    }
    if (path === CALLBACKS.silent) await this.users.signinSilentCallback();
    if (path === CALLBACKS.popup) await this.users.signinPopupCallback();
    return undefined;
  }

  /** Leaves the page for the issuer's; comes back to the given path. */
  async signIn(returnTo: string): Promise<void> {
    await this.users.signinRedirect({state: returnTo});
  }

  /** In a window of its own, for a session that ended: the page keeps what was typed. */
  async signInAgain(): Promise<void> {
    this.accept(await this.users.signinPopup({popupWindowFeatures: {width: 480, height: 720}}));
  }

  async signOut(): Promise<void> {
    await this.users.signoutRedirect({id_token_hint: this.user?.id_token});
  }

  /** For the header of a call. While the session is ended it waits for the person. */
  async token(): Promise<string> {
    if (this.state.kind === 'ended') await new Promise<void>((resume) => this.waiting.push(resume));
    if (!this.user) throw new Error('A call was made before anybody signed in.');
    return this.user.access_token;
  }

  /** The server no longer takes this token: renewed silently if the issuer still knows the person, else told. */
  async refused(token: string): Promise<void> {
    if (token !== this.user?.access_token || this.state.kind === 'ended') return;
    try {
      const user = await this.users.signinSilent();
      if (user && user.access_token !== token) return this.accept(user);
    } catch (failure) {
      console.warn('The session could not be renewed silently:', failure instanceof Error ? failure.message : failure);
    }
    this.end();
  }

  private accept(user: User) {
    const person = personOf(user);
    const before = this.state.kind === 'signed-out' ? undefined : this.state.person;
    if (before && (before.actor !== person.actor || before.organisation !== person.organisation)) {
      // Another person's data must not stay on the page.
      window.location.assign('/');
      return;
    }
    this.user = user;
    this.become({kind: 'signed-in', person});
    this.waiting.splice(0).forEach((resume) => resume());
  }

  private end() {
    if (this.state.kind === 'signed-in') this.become({kind: 'ended', person: this.state.person});
  }

  private become(state: SessionState) {
    this.state = state;
    this.listeners.forEach((listener) => listener());
  }
}

function personOf(user: User): Person {
  const claims = claimsOf(user.access_token);
  const strings = (value: unknown) => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
  return {
    name: user.profile.name ?? user.profile.email ?? user.profile.sub,
    email: user.profile.email ?? '',
    actor: user.profile.sub,
    organisation: typeof claims.org_id === 'string' ? claims.org_id : '',
    permissions: new Set(strings(claims.permissions)),
    customer: typeof claims.avid_customer === 'string' ? claims.avid_customer : undefined,
  };
}

/** What an access token of ours says; read, not verified: the server does that. */
export function claimsOf(token: string): Record<string, unknown> {
  const body = token.split('.')[1];
  if (!body) throw new Error('The access token is not a JWT; is the audience of addresses.json the one of the API?');
  const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
