// Lets visitors in whose Authorization header has one of the hashes; CloudFront's runtime 2.0.
const crypto = require('crypto');
const visitors = ${hashes};

function handler(event) {
  const request = event.request;
  const given = request.headers.authorization ? request.headers.authorization.value : '';
  const hash = crypto.createHash('sha256').update(given).digest('hex');
  if (visitors.indexOf(hash) < 0) {
    return {
      statusCode: 401,
      statusDescription: 'Unauthorized',
      headers: {
        'www-authenticate': { value: 'Basic realm="portal", charset="UTF-8"' },
        'cache-control': { value: 'no-store' },
      },
    };
  }
  if (request.uri.endsWith('/')) request.uri += 'index.html';
  return request;
}
