/** What the core asks of the program that hosts it. */
export interface Host {
  readonly kind: 'electron' | 'web';
  /** Folder (0700) for everything that the core keeps. */
  readonly folder: string;
  readonly version: string;
  readonly commit?: string;
  readonly secrets: SecretStore;
  /** Opens an https, http or mailto address in the system browser. */
  openAddress(address: string): Promise<void>;
  /** Opens a file of this laptop in the program that belongs to its kind. @throws Failure `unsupported` where there is none. */
  openFile(file: string): Promise<void>;
  /** Keeps the laptop from sleeping until the result is called; undefined where that is not possible. */
  keepAwake(): Promise<(() => void) | undefined>;
  /** Shows a notification of the operating system, where the person is not looking at the app. */
  notify(notification: { readonly title: string; readonly body: string }): void;
  /** The system's proxy for an address, as in a PAC result: `DIRECT`, `PROXY host:port`, `SOCKS5 host:port`; undefined: the host cannot tell. */
  systemProxy(address: string): Promise<string | undefined>;
  /** Calls back when the laptop woke up or its network came back; returns a way to stop. */
  onResume(listener: () => void): () => void;
  /** How a service is shown: a view of the window, a frame with an origin of its own, or a tab. */
  readonly serviceWay: 'view' | 'frame' | 'tab';
  /** Origin at which the host lets the gateway answer for a service, for example `http://jupyter-1.sardonyx.localhost:4321`. */
  serviceOrigin(id: string): Promise<string>;
  /** Origin of the app's own page: the only one that may frame a service. */
  appOrigin(): Promise<string>;
  readonly temporaryFolder: string;
  /**
   * How helm and kubectl, as exec plugin of their kubeconfig, reach `platform/helm/credential-helper.mjs`: a Node and
   * that file, or whatever the host has that does the same.
   */
  readonly credentialCommand: {
    readonly command: string;
    readonly args: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  };
  /**
   * Starts the bundled platform, whose files live in `folder`, and resolves with its platform file (JSON text).
   * It ends with the app, or by `stop`.
   */
  startSandbox(folder: string): Promise<{ readonly platformFile: string; stop(): Promise<void> }>;
  /** The person's languages, best first, as in navigator.languages. */
  readonly languages: readonly string[];
  readonly clock: () => number;
}

/** Where secrets rest: the system's keychain, memory, or an encrypted file. Nothing else keeps one. */
export interface SecretStore {
  readonly kind: 'keychain' | 'memory' | 'file';
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Names of the secrets whose key begins so. */
  keys(prefix: string): Promise<readonly string[]>;
}
