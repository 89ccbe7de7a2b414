class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def ema_(self: __torch__.Ops, key: List[Tensor], query: List[Tensor], momentum: Tensor) -> Tensor:
    m = float(torch.item(momentum))
    torch._foreach_mul_(key, m)
    torch._foreach_add_(key, query, alpha=torch.sub(1., m))
    return key[0]
