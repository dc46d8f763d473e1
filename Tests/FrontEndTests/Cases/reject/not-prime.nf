nf T {
  port inside, outside
  struct Backend { address: ipv4, weight: u32 }
  config table backends: array[Backend] { size 4 }
  state ring: maglev over backends by weight { size 4096 }
  otherwise drop "no"
}
