interface PolicyFactory {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string | null }): unknown;
}

declare global {
  interface Window {
    /** Missing in browsers without Trusted Types. */
    readonly trustedTypes?: PolicyFactory;
  }
}

/**
 * Where a host asks for Trusted Types, the address of a worker has to be vouched for: those of this page's own origin
 * are, and no other. Throws nothing: what a host forbids altogether is said when a worker cannot be started.
 */
export function vouchForOwnScripts(scope: Pick<Window, 'trustedTypes'>): void {
  try {
    scope.trustedTypes?.createPolicy('default', {
      createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
    });
  } catch {
    // Not among the policies that the host allows.
  }
}
