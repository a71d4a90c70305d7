# Paste signed? into your handler; its body is as it came (Rack: request.body.read).
# Try it: WEBHOOK_SECRET=whsec_… ruby verify.rb SIGNATURE < body
require "json"
require "openssl"

# Whether signature, the X-Webhook-Signature header or nil, is that of raw_body.
def signed?(raw_body, signature, secret)
  return false if signature.nil?

  expected = OpenSSL::HMAC.hexdigest("SHA256", secret, raw_body)
  # fixed_length_secure_compare raises when the lengths differ.
  signature.bytesize == expected.bytesize &&
    OpenSSL.fixed_length_secure_compare(signature, expected)
end

def main
  secret = ENV.fetch("WEBHOOK_SECRET", "")
  if secret.empty?
    warn "WEBHOOK_SECRET is not set"
    return 2
  end
  raw_body = $stdin.binmode.read
  unless signed?(raw_body, ARGV[0], secret)
    puts "invalid" # answer 401
    return 1
  end
  puts "valid"
  # Only what is signed is parsed.
  begin
    event = JSON.parse(raw_body.force_encoding(Encoding::UTF_8))
    warn "event: #{event["type"] if event.is_a?(Hash)}"
  rescue JSON::ParserError, EncodingError
    warn "the body is not JSON" # answer 400
  end
  0
end

exit main if $PROGRAM_NAME == __FILE__
