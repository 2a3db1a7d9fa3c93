// A self-signed certificate with its key, for mail servers in tests. It is for localhost and
// 0.0.0.0, by which a test reaches itself at an address that is not loopback.
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

export const testCertificate = `-----BEGIN CERTIFICATE-----
MIIBfjCCASOgAwIBAgIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRNYWlsIHNl
cnZlciBvZiB0ZXN0czAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFow
HzEdMBsGA1UEAwwUTWFpbCBzZXJ2ZXIgb2YgdGVzdHMwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAARf9SKPZp5r6B4eercNqC91PIDI0RkCpfOU30Al4sQw9zwxKa1H
GiSX7vTBvTAFl9uR65+j4JFBYg8jhp9xSphzo04wTDAPBgNVHRMBAf8EBTADAQH/
MBoGA1UdEQQTMBGHBAAAAACCCWxvY2FsaG9zdDAdBgNVHQ4EFgQUmiPZ1rv/wPc8
6OA5rw9dFAyx4awwCgYIKoZIzj0EAwIDSQAwRgIhAPgsdgBeicbOBEy1TbhfyKw6
t2fqsuS3FSTPEimJ7KWqAiEA04CDbGJSSMpMDHWWYKzS5YSTvZn8tXCW33gxP04K
iMs=
-----END CERTIFICATE-----
`;

export const testCertificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgExsMpiDHOYiCAgIc
EcmVWU6FKM888FP2BO8cuwWnBJOhRANCAARf9SKPZp5r6B4eercNqC91PIDI0RkC
pfOU30Al4sQw9zwxKa1HGiSX7vTBvTAFl9uR65+j4JFBYg8jhp9xSphz
-----END PRIVATE KEY-----
`;

/** Trusts the certificate while the work runs. */
export async function trusting<T>(work: () => Promise<T>): Promise<T> {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, testCertificate]);
  try {
    return await work();
  } finally {
    setDefaultCACertificates(before);
  }
}
