class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def info_nce(self: __torch__.Ops, positive: Tensor, candidates: Tensor, eligible: Tensor, negatives: List[Tensor], z: Tensor) -> Tensor:
    p = torch.unsqueeze(positive, 1)
    fixed = torch.detach(p)
    # What a single selection does not keep stays out of the largest; for several that would cost a pass over each.
    if torch.eq(torch.len(negatives), 1):
      n = torch.mul_(torch.sub(candidates, fixed), negatives[0])
      base = torch.zeros_like(fixed)
    else:
      n = candidates
      base = fixed
    # Exponentials are those of n - top, where top is p unless they would overflow.
    ahead = torch.sub(torch.amax(torch.detach(n), [1], True), base)
    shift = torch.clamp_min(torch.sub(ahead, 75), 0)
    top = torch.add(fixed, shift)
    e = torch.exp_(torch.sub(n, torch.add(base, shift)))
    own = torch.exp(torch.sub(p, top))
    lead = torch.sub(top, p)
    zero = torch.rsub(p, float(torch.item(z)))
    share = torch.mean(eligible, [1], True)
    losses = annotate(List[Tensor], [])
    for kept in negatives:
      # log((e^p + sum of e^n) / e^p), and then with r e^z in the sum
      among = torch.add(torch.log(torch.add(own, torch.sum(torch.mul(kept, e), [1], True))), lead)
      r = torch.mul(torch.sub(share, torch.mean(kept, [1], True)), torch.size(candidates, 1))
      loss = torch.logaddexp(among, torch.add(torch.log(r), zero))
      _0 = torch.append(losses, torch.mean(loss))
    return torch.stack(losses)
