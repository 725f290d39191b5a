#!/bin/sh
# Writes private keys in every container OpenSSL knows; run in this folder. The pass phrase of the
# encrypted ones is "sesame".
set -e
for kind in rsa p256 p384 ed25519; do
  case $kind in
    rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out $kind.pkcs8.pem ;;
    p256) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out $kind.pkcs8.pem ;;
    p384) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out $kind.pkcs8.pem ;;
    ed25519) openssl genpkey -algorithm ED25519 -out $kind.pkcs8.pem ;;
  esac
  openssl pkey -in $kind.pkcs8.pem -outform DER -out $kind.pkcs8.der
  openssl pkcs8 -topk8 -in $kind.pkcs8.pem -v2 aes-256-cbc -passout pass:sesame -out $kind.pbes2.pem
  openssl pkcs8 -topk8 -in $kind.pkcs8.pem -v2 des3 -passout pass:sesame -outform DER -out $kind.pbes2.der
  openssl req -x509 -key $kind.pkcs8.pem -subj "/CN=client $kind" -days 7300 -outform DER -out $kind.certificate.der
  test $kind = ed25519 && continue
  openssl pkey -in $kind.pkcs8.pem -traditional -out $kind.traditional.pem
  grep -v -e ----- $kind.traditional.pem | base64 -d > $kind.traditional.der
  openssl pkey -in $kind.pkcs8.pem -traditional -aes128 -passout pass:sesame -out $kind.traditional-aes.pem
  openssl pkey -in $kind.pkcs8.pem -traditional -des3 -passout pass:sesame -out $kind.traditional-des3.pem
done
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp256k1 -out secp256k1.unsupported.pem
openssl genpkey -algorithm ED448 -out ed448.unsupported.pem
openssl req -x509 -key ed448.unsupported.pem -subj "/CN=client ed448" -days 7300 -outform DER -out ed448.certificate.der
openssl genpkey -algorithm X25519 -out x25519.unsupported.pem
openssl pkcs8 -topk8 -in p256.pkcs8.pem -scrypt -passout pass:sesame -out scrypt.encryption.pem
openssl pkey -in p256.pkcs8.pem -traditional -camellia128 -passout pass:sesame -out camellia.encryption.pem
openssl x509 -inform DER -in p256.certificate.der -out certificate.pem
cat certificate.pem p256.traditional.pem > both.pem
